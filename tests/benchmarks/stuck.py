"""How long do other pages take while a row is locked and a payment provider hangs? `python -m tests.benchmarks.stuck`.

Runs a web server over the data of the demo (`make demo` once before), on a port of its own. A product's row is locked all the time;
six visitors want it in their cart again and again, six others wait for the provider, and the pages of everybody else are timed.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.hanging_settings"
django.setup()

from django.db import connection, transaction  # noqa: E402  Django must be set up first

from catalog.models import Product  # noqa: E402
from tests.backorders.checkout_data import BY_CARD  # noqa: E402
from tests.benchmarks.browser import Browser  # noqa: E402

ROOT = Path(__file__).parents[2]
PORT = int(os.environ.get("PORT", "8000"))
PAGES = ("/", "/search/?q=bag", "/cart/", "/admin/login/")
SECONDS = 30


def main() -> None:
    """Measure and print."""
    locked, bought = Product.objects.filter(sku__in=("QG-202", "QG-222")).order_by("sku")
    server = ["granian", "--interface=asginl", "--host=127.0.0.1", f"--port={PORT}", "--no-ws", "--workers=2"]
    command = [
        sys.executable,
        "-m",
        *server,
        "--workers-kill-timeout=2",
        "--log-level=error",
        "inventory_site.asgi:application",
    ]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            while True:
                try:
                    Browser(PORT).ask("GET", "/")
                    break
                except OSError:
                    time.sleep(0.2)
            print("quiet:   ", timed(5))
            stuck(locked, bought)
        finally:
            process.terminate()


def stuck(locked: Product, bought: Product) -> None:
    """Lock, hang, and time the pages of everybody else."""
    ended = Event()
    told: Counter[int] = Counter()

    def until_ended(act: Callable[[], int]) -> None:
        while not ended.is_set():
            told[act()] += 1

    def wants() -> int:
        return Browser(PORT).send(f"/products/{locked.slug}/", "/cart/add/", quantity="1")

    def pays() -> int:
        visitor = Browser(PORT)
        added = visitor.send(f"/products/{bought.slug}/", "/cart/add/", quantity="1")
        if added == 503:  # all writing threads wait
            return added
        return visitor.send("/checkout/", "/checkout/", **BY_CARD)

    with ThreadPoolExecutor(12) as crowd, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_product WHERE id = %s FOR UPDATE", [locked.pk])
        waiting = [crowd.submit(until_ended, act) for act in (wants, pays) for _ in range(6)]
        time.sleep(3)
        print("stuck:   ", timed(SECONDS))
        ended.set()
        for each in waiting:
            each.result()
    print("the stuck ones were told:", dict(told))


def timed(seconds: float) -> str:
    """Ask for `PAGES` in turn, one after the other, and say how long that took."""
    taken, answers = [], Counter[int]()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for page in PAGES:
            begun = time.perf_counter()
            answers[Browser(PORT).ask("GET", page)[0]] += 1
            taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    return f"{len(taken)} pages, p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {taken[-1]:.0f} ms, {dict(answers)}"


if __name__ == "__main__":
    main()
