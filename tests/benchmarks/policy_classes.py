"""What does PostgreSQL do for what is asked of availability? `python -m tests.benchmarks.policy_classes [products classes]`.

On a durable server of its own, with 1,000,000 products of a few dozen policy classes, and again of 100,000. Said is the CPU that
PostgreSQL's process spends on all statements of a question: the median of five, the least and the most.
"""

import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.db import connection, connections  # noqa: E402  Django must be set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from catalog.actions.policy_class import keep_bounds_in_force  # noqa: E402
from catalog.models import ConfigurationValue, LowStock, Product, Stock, Website  # noqa: E402
from catalog.queries.availability import status_counts, told  # noqa: E402
from catalog.queries.effect import configuration_effect, stock_totals  # noqa: E402
from catalog.queries.listing import Sort, product_listing  # noqa: E402
from catalog.rules.availability import AvailabilityStatus  # noqa: E402
from catalog.rules.backorder_mode import BackorderMode  # noqa: E402
from catalog.rules.quantity import quantity  # noqa: E402
from tests.benchmarks.server_cpu import backend_cpu  # noqa: E402

ROUNDS = 5
# Past the triggers: what is measured is a large shop, not how it came about. A third of the products has one of 31 thresholds, half
# of these a mode besides; of many classes each has a maximum, one in two a threshold.
MADE = """
    SET session_replication_role = replica;
    INSERT INTO catalog_product (
        sku, name, slug, product_type, is_enabled, visibility, price, short_description, description, options,
        created_at, updated_at
    )
    SELECT
        'B-' || n, 'Bag ' || md5(n::text), 'b-' || n, 'simple', n % 50 <> 0, 'both', (n::bigint * 7919 % 99991) / 100.0, '',
        repeat('description ', 20), '{}', now() - n * interval '1 second', now()
    FROM generate_series(1, current_setting('bench.products')::integer) AS n;
    INSERT INTO catalog_product_websites (product_id, website_id)
    SELECT product.id, website.id FROM catalog_product AS product, catalog_website AS website WHERE website.is_default;
    INSERT INTO catalog_sourceitem (product_id, source_id, quantity, is_in_stock)
    SELECT
        product.id, source.id, CASE WHEN product.id % 5 = 0 THEN -(product.id % 37) ELSE product.id % 97 END,
        product.id % 41 <> 0
    FROM catalog_product AS product, catalog_source AS source;
"""
FEW_CLASSES = """
    INSERT INTO catalog_stockitem (product_id, backorders, min_qty, is_qty_decimal, is_decimal_divided)
    SELECT id, CASE WHEN id % 2 = 0 THEN 1 END, -((id / 3) % 31), FALSE, FALSE FROM catalog_product WHERE id % 3 = 0;
"""
MANY_CLASSES = """
    SET session_replication_role = replica;
    TRUNCATE catalog_stockitem, catalog_stocklevel, catalog_policyclass;
    INSERT INTO catalog_stockitem (product_id, max_sale_qty, min_qty, backorders, is_qty_decimal, is_decimal_divided)
    SELECT
        id, 1 + id % current_setting('bench.classes')::integer,
        CASE WHEN id % 2 = 0 THEN -(id % current_setting('bench.classes')::integer % 31) END,
        CASE WHEN id % 4 = 0 THEN 1 END, FALSE, FALSE
    FROM catalog_product;
"""
LEVELS = """
    INSERT INTO catalog_policyclass (own, made_in)
    SELECT DISTINCT coalesce(catalog_own_values(to_jsonb(item)), '{}'), 3
    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id;
    INSERT INTO catalog_stocklevel (product_id, stock_id, on_hand, sources_in_stock, sources_assigned, policy_class_id, is_sold)
    SELECT product.id, link.stock_id, units.quantity, units.is_in_stock::integer, 1, class.id, product.is_enabled
    FROM catalog_sourceitem AS units JOIN catalog_stocksourcelink AS link USING (source_id)
    JOIN catalog_product AS product ON product.id = units.product_id
    LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
    JOIN catalog_policyclass AS class ON class.own = coalesce(catalog_own_values(to_jsonb(item)), '{}');
    SET session_replication_role = DEFAULT;
"""
TABLES = "catalog_stocklevel, catalog_stockitem, catalog_policyclass, catalog_policybounds, catalog_product, catalog_sourceitem"


def run(*texts: str) -> None:
    """Run the statements, then let the planner look at what there is."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # all work is that of one process
        for text in (*texts, f"VACUUM ANALYZE {TABLES}"):
            cursor.execute(text)


def questions() -> dict[str, Callable[[], object]]:
    """Return what is asked."""
    stock, website = Stock.objects.default(), Website.objects.get(is_default=True)
    configuration = ConfigurationValue.objects.in_force()
    now = configuration.configured_policy()
    limited = replace(now, backorders=BackorderMode.ALLOW, min_qty=quantity(-50))
    grid = Product.objects.defer("description", "short_description").order_by("price", "pk")

    def page(status: AvailabilityStatus) -> Callable[[], object]:
        return lambda: list(grid.filter(told(status, stock_id=stock.pk, configured=now))[:50])

    def listing() -> object:
        rows = product_listing(website=website, stock=stock, configuration=configuration, sort=Sort.PRICE)
        return rows.first(25, counted=480).ids

    return {
        "dashboard: products by status": lambda: status_counts(stock_id=stock.pk, configured=now),
        "grid, In stock, by price": page(AvailabilityStatus.IN_STOCK),
        "grid, On backorder, by price": page(AvailabilityStatus.ON_BACKORDER),
        "grid, Out of Stock, by price": page(AvailabilityStatus.OUT_OF_STOCK),
        "shop, what can be bought, by price": listing,
        "preview of a threshold": lambda: configuration_effect(now, replace(now, min_qty=quantity(5)), stocks=[stock]),
        "preview of backorders to 50 below zero": lambda: configuration_effect(now, limited, stocks=[stock]),
        "what a stock can sell": lambda: stock_totals(stock, now),
        "low stock, first page": lambda: list(
            LowStock.objects.select_related("product").order_by("quantity", "product_id")[:50]
        ),
    }


def table() -> None:
    """Ask and print."""
    for name, ask in questions().items():
        rounds = []
        for _ in range(ROUNDS):
            before = backend_cpu()
            ask()
            rounds.append((backend_cpu() - before) * 1000)
        print(f"{name:40} {statistics.median(rounds):8.1f} ms ({min(rounds):.1f} to {max(rounds):.1f})", flush=True)


def main() -> None:
    """Make the shop, then give it many classes, and print a table of each."""
    products, classes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or (1_000_000, 100_000)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        run(f"SET bench.products = {products}; SET bench.classes = {classes}")
        run(MADE, FEW_CLASSES, LEVELS)
        table()
        run(MANY_CLASSES, LEVELS)
        keep_bounds_in_force()
        run()
        table()
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
