"""Buyers of a django-oscar shop, in processes of their own. Run in Oscar's environment: a wish a line, an answer a line, as JSON.

One order is what submitting its checkout does without pages: a basket, its lines, the check that each can be bought, totals and
shipping, `OrderCreator.place_order`, the basket submitted.
"""

import json
import multiprocessing
import multiprocessing.pool
import os
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oscar_settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django must be set up first
from django.db import connection  # noqa: E402
from oscar.core.loading import get_class, get_model  # noqa: E402

Basket, Product, Order = get_model("basket", "Basket"), get_model("catalogue", "Product"), get_model("order", "Order")
StockRecord = get_model("partner", "StockRecord")


def set_up(products: int) -> list[int]:
    """Make the tables and so many products with plenty of stock; return their ids."""
    call_command("migrate", verbosity=0)
    kind = get_model("catalogue", "ProductClass").objects.create(name="Bag", track_stock=True, requires_shipping=True)
    partner = get_model("partner", "Partner").objects.create(name="Quay Goods")
    made = [Product.objects.create(title=f"Bag {n}", upc=f"bag-{n}", product_class=kind) for n in range(products)]
    for product in made:
        StockRecord.objects.create(
            product=product,
            partner=partner,
            partner_sku=product.upc,
            price="9.99",
            price_currency="USD",
            num_in_stock=10**7,
        )
    return [product.pk for product in made]


def placed(strategy: Any, ids: list[int]) -> bool:
    """Buy one of each product; return whether it was sold."""
    basket = Basket.objects.create()
    basket.strategy = strategy
    try:
        for product in Product.objects.filter(pk__in=ids).select_related("product_class"):
            basket.add_product(product, quantity=1)
    except ValueError:
        return False
    for line in basket.all_lines():
        allowed, _ = strategy.fetch_for_line(line).availability.is_purchase_permitted(line.quantity)
        if not allowed:
            return False
    shipping = get_class("shipping.methods", "Free")()
    surcharges = get_class("checkout.applicator", "SurchargeApplicator")().get_applicable_surcharges(basket)
    charge = shipping.calculate(basket)
    get_class("order.utils", "OrderCreator")().place_order(
        basket=basket,
        total=get_class("checkout.calculators", "OrderTotalCalculator")().calculate(basket, charge, surcharges),
        shipping_method=shipping,
        shipping_charge=charge,
        user=None,
        order_number=None,
        surcharges=surcharges,
    )
    basket.submit()
    return True


def buy(ids: list[int], seconds: float, most: int | None) -> dict[str, float]:
    """Buy the products together, again and again, for so many seconds or `most` times."""
    strategy, sold, tried = get_class("partner.strategy", "Default")(), 0, 0
    connection.ensure_connection()
    ends, cpu = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < ends and tried != most:
        sold += placed(strategy, ids)
        tried += 1
    return {"orders": sold, "cpu": time.process_time() - cpu}


def answer(wish: dict[str, Any], pool: multiprocessing.pool.Pool, buyers: int) -> object:
    """Do what is wished for."""
    match wish["do"]:
        case "set up":
            made = set_up(wish["products"])
            connection.close()
            return made
        case "stock":
            StockRecord.objects.filter(product_id__in=wish["products"]).update(
                num_in_stock=wish["units"], num_allocated=None
            )
            return "done"
        case _:
            asked = [pool.apply_async(buy, (wish["products"], wish["seconds"], wish["most"])) for _ in range(buyers)]
            found = [each.get() for each in asked]
            return {name: sum(each[name] for each in found) for name in ("orders", "cpu")}


def main() -> None:
    """Answer until nobody asks any more."""
    buyers = int(sys.argv[1])
    with multiprocessing.get_context("spawn").Pool(buyers) as pool:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(json.loads(line), pool, buyers)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
