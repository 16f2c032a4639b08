"""What does noticing low stock cost a sale, and is its report quick? `python -m tests.benchmarks.low_stock [products]`.

Runs against a test database of its own. Orders are placed in turn with and without the trigger, so that both see the same machine;
then the report and the bell are timed with 100,000 products.
"""

import os
import statistics
import sys
import time

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402  Django must be set up first
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from backorders.actions.place_order import place_order  # noqa: E402
from catalog.models import LowStock, LowStockNotice, StockLevel  # noqa: E402
from catalog.rules.product_setting import NOTIFY_STOCK_QTY  # noqa: E402
from tests.factories.catalog import configure, product_with_stock  # noqa: E402

TURNS, ORDERS = 20, 25
TRIGGER = next(trigger for trigger in StockLevel._meta.triggers if trigger.name == "low_stock_on_update")  # type: ignore[attr-defined]  # noqa: SLF001
# Past the triggers: what is measured is a large catalog, not how it came about.
CATALOG = (
    (
        "INSERT INTO catalog_product (sku, name, slug, product_type, is_enabled, visibility, price, short_description,"
        " description, options, created_at, updated_at) SELECT 'B-' || n, 'Bag ' || n, 'b-' || n, 'simple', true, 'both', 10,"
        " '', '', '{}', now(), now() FROM generate_series(1, %(products)s) AS n"
    ),
    (
        "INSERT INTO catalog_sourceitem (product_id, source_id, quantity, is_in_stock)"
        " SELECT product.id, source.id, CASE WHEN product.id %% 100 = 0 THEN 0 ELSE 50 END, true"
        " FROM catalog_product AS product, catalog_source AS source WHERE product.sku LIKE 'B-%%'"
    ),
    (
        "INSERT INTO catalog_stocklevel (product_id, stock_id, on_hand, reserved, sources_in_stock, sources_assigned)"
        " SELECT item.product_id, link.stock_id, item.quantity, 0, 1, 1"
        " FROM catalog_sourceitem AS item JOIN catalog_stocksourcelink AS link USING (source_id)"
        " JOIN catalog_product AS product ON product.id = item.product_id WHERE product.sku LIKE 'B-%%'"
    ),
)


def switch(state: str) -> None:
    """Enable or disable the trigger that a sale fires."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE catalog_stocklevel {state} TRIGGER {TRIGGER.get_pgid(StockLevel)}")


def sales() -> None:
    """Print the median time of an order with and without the trigger."""
    bag = product_with_stock(quantity=10**6)
    taken: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    for turn in range(TURNS):
        # Now one is first, now the other.
        for state in sorted(taken, reverse=bool(turn % 2)):
            switch(state)
            for _ in range(ORDERS):
                started = time.perf_counter()
                place_order(lines={bag: 1}, email="b@example.org", by=None, now=timezone.now())
                taken[state].append(time.perf_counter() - started)
    for state, words in (("ENABLE", "with"), ("DISABLE", "without")):
        low, middle, _ = statistics.quantiles(taken[state], n=4)
        print(f"an order {words:8} the trigger: median {middle * 1000:.3f} ms, first quarter {low * 1000:.3f} ms")
    switch("ENABLE")


def report(products: int) -> None:
    """Print how long the pages take with `products`, one in a hundred of them low."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in CATALOG:
            cursor.execute(statement, {"products": products})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    User.objects.create_superuser("bench")
    staff = Client()
    staff.force_login(User.objects.get())
    started = time.perf_counter()
    configure(NOTIFY_STOCK_QTY, 10)
    print(f"raise the configured level, {products:,} products: {(time.perf_counter() - started) * 1000:.0f} ms")
    for page in (
        "lowstock/",
        "lowstock/?q=B-500",
        "lowstock/grid/export/csv/",
        "lowstocknotice/",
        "lowstocknotice/new/",
    ):
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            answer = staff.get(f"/admin/catalog/{page}")
            b"".join(answer) if answer.streaming else answer.content
            taken.append(time.perf_counter() - started)
        print(f"{page:24} {statistics.median(taken) * 1000:6.0f} ms")
    print(f"{LowStock.objects.count():,} rows are low, {LowStockNotice.objects.count():,} notices")


def main() -> None:
    """Measure and print."""
    products = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        if "--pages" not in sys.argv:
            sales()
        report(products)
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
