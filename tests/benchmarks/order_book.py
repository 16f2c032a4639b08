"""Does staff's work stay quick with a large order book? `python -m tests.benchmarks.order_book [orders]`.

Runs against a test database of its own: by default 100,000 open orders of 1,000 products, most of which owe units. Each page and
action is timed five times; the median is printed.
"""

import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402  Django must be set up first
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from backorders.actions.cancel_order import cancel_order  # noqa: E402
from backorders.actions.edit_order import edit_order  # noqa: E402
from backorders.actions.move_to_front import move_to_front  # noqa: E402
from backorders.actions.place_order import place_order  # noqa: E402
from backorders.actions.receive_delivery import receive_delivery  # noqa: E402
from backorders.actions.ship_order import ship_order  # noqa: E402
from backorders.models import Order, QueuePlace  # noqa: E402
from backorders.queries.promise_differences import payment_differences, promise_differences  # noqa: E402
from catalog.models import Product  # noqa: E402
from tests.benchmarks.filled_book import fill_book  # noqa: E402
from tests.factories.catalog import default_source, product_with_stock  # noqa: E402

TIMES = 5
PRODUCTS = 1000
# So many that half of them owe units, and that each action finds orders of its own.
ORDERS_A_PRODUCT = 50


def fill(orders: int) -> list[Product]:
    """Make the products, the orders, and levels that agree with them."""
    products = [product_with_stock(quantity=50, backorders=1) for _ in range(min(PRODUCTS, orders // ORDERS_A_PRODUCT))]
    fill_book(orders, [product.pk for product in products])
    return products


def timed(what: str, act: Callable[[int], object]) -> None:
    """Print the median of TIMES runs; `act` is given the number of the run."""
    taken = []
    for run in range(TIMES):
        started = time.perf_counter()
        act(run)
        taken.append(time.perf_counter() - started)
    print(f"{what:44} {statistics.median(taken) * 1000:8.0f} ms", flush=True)


def pages(staff: Client, products: list[Product]) -> None:
    """Time what staff look at."""
    order = Order.objects.order_by("pk").first()
    stock = order.stock_id if order else 0
    addresses = {
        "Dashboard": "/admin/",
        "Orders": "/admin/backorders/order/",
        "Backorders, by product": "/admin/backorders/order/backorders/",
        "Backorders, by order": "/admin/backorders/order/backorders/orders/",
        "Backorders, older than 30 days": "/admin/backorders/order/backorders/orders/?age=30",
        "Backorders, became shippable": "/admin/backorders/order/backorders/shippable/",
        "Backorders of one product": f"/admin/backorders/order/backorders/{stock}/{products[0].pk}/?units=20",
        "Order view": f"/admin/backorders/order/{order.pk if order else 0}/change/",
        "Explain a salable quantity": f"/admin/catalog/product/{products[0].pk}/explain/",
        "Inventory Check": "/admin/reports/inventory-check/",
    }
    for what, address in addresses.items():

        def look(_run: int, address: str = address) -> None:
            answer = staff.get(address)
            assert answer.status_code == 200, (address, answer.status_code)

        timed(what, look)


def actions(products: list[Product]) -> None:
    """Time what staff do."""
    product, source = products[1], default_source()
    first = list(Order.objects.filter(lines__product=product).order_by("pk")[:TIMES])
    last = list(Order.objects.filter(lines__product=product).order_by("-pk")[: 3 * TIMES])
    units = [{order.lines.get(): Decimal(1)} for order in first]
    timed(
        "place an order", lambda _: place_order(lines={product: 1}, email="b@example.org", by=None, now=timezone.now())
    )
    timed(
        "ship a unit",
        lambda run: ship_order(
            order=first[run],
            source=source,
            units=units[run],
            key=str(uuid.uuid4()),
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        ),
    )
    timed(
        "receive a delivery",
        lambda _: receive_delivery(product, source=source, quantity=Decimal(5), by=None, now=timezone.now()),
    )
    timed(
        "move to front",
        lambda run: move_to_front(line=last[run].lines.get(), reason="bench", by=None, now=timezone.now()),
    )
    timed(
        "edit",
        lambda n: edit_order(
            order=last[TIMES + n], units={last[TIMES + n].lines.get(): Decimal(3)}, by=None, now=timezone.now()
        ),
    )
    timed("cancel", lambda run: cancel_order(order=last[2 * TIMES + run], by=None, now=timezone.now()))


def main() -> None:
    """Measure and print."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        products = fill(orders)
        owed = QueuePlace.objects.filter(owed__gt=0).count()
        print(f"{orders:,} open order lines, {owed:,} of them owe units; {datetime.now(UTC):%Y-%m-%d}")
        User.objects.create_superuser("bench")
        staff = Client()
        staff.force_login(User.objects.get())
        pages(staff, products)
        actions(products)
        timed("check_inventory, ledger", lambda _: promise_differences())
        timed("check_inventory, money", lambda _: payment_differences())
        assert not promise_differences()
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
