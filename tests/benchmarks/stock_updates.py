"""What does counting a source item cost, where two stocks share and where none do? `python -m tests.benchmarks.stock_updates`.

On a durable server of its own, each statement its own transaction, in interleaved rounds; what one costs is the CPU of the one
process of PostgreSQL that does it, which a crowded machine changes least. Another commit is compared by running both in turn.
"""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.db import connection, connections  # noqa: E402  Django must be set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from catalog.models import Product, Source, Stock  # noqa: E402
from tests.benchmarks.server_cpu import backend_cpu  # noqa: E402

ROUNDS, PRODUCTS = 9, 1_000
STATEMENTS = {1: 40, 100: 4}  # a round: of one product, and of a hundred
CATALOG = (
    (
        "INSERT INTO catalog_product (sku, name, slug, product_type, is_enabled, visibility, price, short_description,"
        " description, options, created_at, updated_at) SELECT 'B-' || n, 'Bag ' || n, 'b-' || n, 'simple', true, 'both', 10,"
        " '', '', '{}', now(), now() FROM generate_series(1, %(products)s) AS n"
    ),
    (
        "INSERT INTO catalog_sourceitem (product_id, source_id, quantity, is_in_stock) SELECT product.id, source.id, 50, true"
        " FROM catalog_product AS product, catalog_source AS source WHERE source.id = ANY (%(sources)s)"
    ),
    (
        "INSERT INTO catalog_reservation (stock_id, product_id, quantity, event_type, event_key, order_number, created_at)"
        " SELECT stock, id, -1, 'order_placed', 'made-' || stock || '-' || id, '', now()"
        " FROM catalog_product, unnest(%(stocks)s) AS stock"
    ),
)
COUNTED = "UPDATE catalog_sourceitem SET quantity = quantity + 1 WHERE source_id = %(source)s AND product_id = ANY (%(products)s)"
SOLD = (
    "INSERT INTO catalog_reservation (stock_id, product_id, quantity, floor, event_type, event_key, order_number, created_at)"
    " SELECT %(stock)s, product, -1, -1000, 'order_placed', 'sold-' || %(stock)s || '-' || %(turn)s || '-' || product, '', now()"
    " FROM unnest(%(products)s) AS product"
)


@dataclass
class Row:
    """One line of the table: a statement, for how many products at once, and where; milliseconds of CPU for each, by round."""

    name: str
    statement: str
    at_once: int
    where: dict[str, int]
    took: list[float] = field(default_factory=list)
    turn: int = 0

    def measure(self, products: Sequence[int]) -> None:
        """Run one round, going through the products in turn."""
        began = backend_cpu()
        with connection.cursor() as cursor:
            for _ in range(STATEMENTS[self.at_once]):
                self.turn += 1
                first = self.turn * self.at_once % len(products)
                asked = list(products[first : first + self.at_once])
                cursor.execute(self.statement, {**self.where, "turn": self.turn, "products": asked})
        self.took.append(1000 * (backend_cpu() - began) / STATEMENTS[self.at_once])

    def __str__(self) -> str:
        """Return the median, and the least, of milliseconds for each statement."""
        return f"{self.name:44} {statistics.median(self.took):7.3f}  {min(self.took):7.3f}"


def shops() -> list[tuple[str, dict[str, int]]]:
    """Make a stock with a source of its own and two that draw on one; each product lies at both, and each promises a unit."""
    alone, shared = (Source.objects.create(code=f"bench-{n}", name=f"Bench {n}", postcode="1") for n in (1, 2))
    single, one, other = (Stock.objects.create(name=f"Bench {n}") for n in (1, 2, 3))
    for stock, source in ((single, alone), (one, shared), (other, shared)):
        stock.links.create(source=source, priority=1)
    with connection.cursor() as cursor:
        ids: dict[str, int | list[int]] = {
            "sources": [alone.pk, shared.pk],
            "stocks": [single.pk, one.pk, other.pk],
            "products": PRODUCTS,
        }
        for statement in CATALOG:
            cursor.execute(statement, ids)
        cursor.execute("ANALYZE")
    return [
        ("nothing shared", {"source": alone.pk, "stock": single.pk}),
        ("two stocks share", {"source": shared.pk, "stock": one.pk}),
    ]


def table() -> list[Row]:
    """Return the lines of the table, with their shops made."""
    kinds = (("an item counted", COUNTED, 1), ("100 items in a statement", COUNTED, 100), ("a sale", SOLD, 1))
    return [
        Row(f"{words}: {what}", statement, at_once, where)
        for words, where in shops()
        for what, statement, at_once in kinds
    ]


def main() -> None:
    """Measure and print."""
    made = setup_databases(verbosity=0, interactive=False)
    try:
        rows = table()
        products = list(Product.objects.filter(sku__startswith="B-").order_by("pk").values_list("pk", flat=True))
        for _ in range(ROUNDS + 1):
            for row in rows:
                row.measure(products)
        for row in rows:
            del row.took[0]  # plans and pages were cold
        print(f"{ROUNDS} rounds; CPU of PostgreSQL for a statement, ms: median, least")
        print(*rows, sep="\n")
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
