"""How many orders a second, for one popular product and for many? `python -m tests.benchmarks.place_orders [buyers]`.

Runs against a test database of its own. Buyers are threads with a connection each; every order is judged, written and guarded.
"""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, connections  # noqa: E402  Django must be set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from backorders.actions.place_order import NotSalable, place_order  # noqa: E402
from catalog.models import Product, Reservation  # noqa: E402
from tests.factories.catalog import product_with_stock  # noqa: E402

ORDERS_EACH = 100


def run(buyers: int, product_of: Callable[[int], Product]) -> tuple[float, int]:
    """Return (orders a second, orders placed) when `buyers` place ORDERS_EACH orders of one unit each, all at once."""

    def buy(buyer: int) -> int:
        placed = 0
        for _ in range(ORDERS_EACH):
            try:
                place_order(lines={product_of(buyer): 1}, email="b@example.org", by=None, now=timezone.now())
                placed += 1
            except NotSalable:
                pass
        connections.close_all()
        return placed

    started = time.perf_counter()
    with ThreadPoolExecutor(buyers) as crowd:
        placed = sum(crowd.map(buy, range(buyers)))
    return placed / (time.perf_counter() - started), placed


def main() -> None:
    """Measure and print."""
    buyers = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    made = setup_databases(verbosity=0, interactive=False)
    try:
        popular = product_with_stock(quantity=10**6)
        own = [product_with_stock(quantity=10**6) for _ in range(buyers)]
        rate, placed = run(buyers, lambda _: popular)
        print(f"{buyers} buyers, one product:      {rate:7.0f} orders/s ({placed} placed)")
        rate, placed = run(buyers, lambda buyer: own[buyer])
        print(f"{buyers} buyers, a product each:   {rate:7.0f} orders/s ({placed} placed)")
        with connection.cursor() as cursor:
            # Past the triggers: what is measured is a long ledger, not how it came about.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "INSERT INTO catalog_reservation"
                " (stock_id, product_id, quantity, free_after, event_type, event_key, order_number, created_at)"
                " SELECT stock_id, product_id, 1, 0, 'manual_compensation', 'bench:' || n, '', now()"
                " FROM catalog_stocklevel, generate_series(1, 100000) AS n WHERE product_id = %s",
                [popular.pk],
            )
            cursor.execute("SET session_replication_role = DEFAULT")
        rate, placed = run(buyers, lambda _: popular)
        print(f"the same, {Reservation.objects.count():,} ledger rows: {rate:7.0f} orders/s ({placed} placed)")
        few = product_with_stock(quantity=50, backorders=1, min_qty=-50)
        _, placed = run(buyers, lambda _: few)
        print(f"{buyers} buyers, 100 units to sell: {placed} placed, salable {few.salable_quantity()}")
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
