"""A whole purchase."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.forms.hidden_fields import KEY
from tests.backorders.checkout_data import BY_CARD
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="([^"]+)"\s+value="([^"]*)"')


def purchase(client, products, cpu=None):
    import time
    out = {}
    def step(name, call):
        import gc; gc.collect(); gc.disable()
        t = time.process_time()
        with CaptureQueriesContext(connection) as captured:
            answer = call()
        out[name] = [q["sql"] for q in captured]
        gc.enable()
        if cpu is not None:
            cpu.setdefault(name, []).append(time.process_time() - t)
        return answer
    for p in products:
        step("product", lambda: client.get(f"/products/{p.slug}/"))
        answer = step("add", lambda: client.post("/cart/add/", {"product": p.pk, "quantity": 1}))
    step("product after", lambda: client.get(answer.url))
    step("cart", lambda: client.get("/cart/"))
    shown = step("checkout", lambda: client.get("/checkout/"))
    form = shown.content.decode().split('id="checkout-form"')[-1]
    hidden = dict(HIDDEN.findall(shown.content.decode()))
    fields = {n: v for n, v in hidden.items() if n in ("checkout", "seen")} | BY_CARD
    answer = step("post", lambda: client.post("/checkout/", fields))
    assert answer.status_code == 302, answer.content.decode()
    page = step("order", lambda: client.get(answer.url))
    assert "Thank you" in page.content.decode()
    return out

def test_print(client: Client):
    purchase(Client(), [product_with_stock(quantity=10)])
    out = purchase(client, [product_with_stock(quantity=10) for _ in range(1)])
    with open("/tmp/purchase/out.txt", "w") as f:
        for name, qs in out.items():
            f.write(f"== {name} {len(qs)}\n")
            for q in qs: f.write("   " + q[:330] + "\n")
    print({n: len(q) for n, q in out.items()}, sum(map(len, out.values())))

def test_cpu(client: Client, settings):
    import cProfile, pstats, statistics
    import os
    products = [product_with_stock(quantity=10000)]
    purchase(Client(), products)
    cpu = {}
    for _ in range(8): purchase(Client(), products, cpu)
    print({n: round(1000*statistics.median(v),1) for n, v in cpu.items()})
    if os.environ.get("PROFILE"):
        prof = cProfile.Profile()
        prof.enable()
        for _ in range(8): purchase(Client(), products)
        prof.disable()
        prof.dump_stats("/tmp/purchase/prof")
