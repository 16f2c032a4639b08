"""How many orders a second, and at what cost? `make bench`, or `make bench SIZE=small` for a glance.

On a durable server of its own, with processes, in interleaved rounds; what else runs on the machine is said by its load. Beside the
shop runs pgbench: with the two statements of an order, which is what PostgreSQL can do with them when no client has to think; and
with nothing but the contended pair, an update of one level and an insert, which is the limit of any shop that counts. And
django-oscar, in an environment of its own, on the same server; where it cannot be had the table says so.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first
from django.db import connection, connections  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from backorders.models import Order  # noqa: E402
from catalog.models import Product  # noqa: E402
from tests.backorders.checkout_data import BY_CARD  # noqa: E402
from tests.backorders.shopper import Shopper  # noqa: E402
from tests.benchmarks.filled_book import fill_book  # noqa: E402
from tests.benchmarks.oscar_shop import NoOscar, OscarShop  # noqa: E402
from tests.benchmarks.pgbench import contended_pair, two_statements  # noqa: E402
from tests.benchmarks.served_shop import ServedShop  # noqa: E402
from tests.benchmarks.server_cpu import server_cpu  # noqa: E402
from tests.benchmarks.shop_counters import Counters  # noqa: E402
from tests.factories.catalog import product_with_stock  # noqa: E402

BUYERS = 8
PLENTY = 10**7


@dataclass(frozen=True)
class Size:
    """How long it is asked, and of how much."""

    rounds: int
    seconds: float
    products: int
    waiting: int


SIZES = {"small": Size(2, 2, 200, 10_000), "full": Size(5, 10, 1_000, 100_000)}


@dataclass
class Row:
    """One line of the table: its rounds."""

    name: str
    run: Callable[[float], tuple[int, float]]  # seconds -> orders, seconds of the clients' CPU
    per_second: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    def measure(self, seconds: float) -> None:
        """Run one round."""
        before, began = server_cpu(), time.monotonic()
        orders, cpu = self.run(seconds)
        passed = time.monotonic() - began
        self.per_second.append(orders / passed)
        self.client.append(1000 * cpu / max(orders, 1))
        self.server.append(1000 * (server_cpu() - before) / max(orders, 1))

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU an order, of client and PostgreSQL."""
        return statistics.median(self.client) + statistics.median(self.server)

    def __str__(self) -> str:
        """Return median, least and most of orders a second; medians of milliseconds an order."""
        rates = f"{statistics.median(self.per_second):7.0f}  ({min(self.per_second):.0f} to {max(self.per_second):.0f})"
        costs = f"{statistics.median(self.client):6.2f}  {statistics.median(self.server):6.2f}"
        return f"{self.name:44} {rates:24} {costs}"


def bought(
    counters: Counters, carts: Sequence[Sequence[int]], *, fills_carts: bool = False
) -> Callable[[float], tuple[int, float]]:
    """Return the run in which all buyers order the `carts`; `fills_carts`: with a cart for each order, closed after it."""

    def run(seconds: float) -> tuple[int, float]:
        sold = counters.buy(carts, seconds, fills_carts=fills_carts)
        return sum(each.orders for each in sold), sum(each.cpu for each in sold)

    return run


ORDER, WITH_CART, OSCAR = (
    "one product, a line",
    "the same with a cart: filled, ordered, closed",
    "Oscar: basket, order, one product",
)


def rows(counters: Counters, size: Size, served: ServedShop, oscar: OscarShop | None) -> list[Row]:
    """Return the lines of the table, with their products made."""
    many = [product_with_stock(quantity=PLENTY).pk for _ in range(size.products)]
    unlimited = product_with_stock(quantity=0, backorders=1)
    quiet, awaited = (product_with_stock(quantity=0, backorders=2, min_qty=-PLENTY) for _ in range(2))
    fill_book(size.waiting, [awaited.pk])
    hot = many[:10]
    found = [
        Row(ORDER, bought(counters, [hot[:1]])),
        Row(WITH_CART, bought(counters, [hot[:1]], fills_carts=True)),
        Row("3 products, the same in every order", bought(counters, [hot[:3]])),
        Row("10 products, the same in every order", bought(counters, [hot])),
        Row(f"{size.products:,} products, a line", bought(counters, [[pk] for pk in many])),
        Row("one product without limit, all owed", bought(counters, [[unlimited.pk]])),
        Row("one product with a limit, all owed", bought(counters, [[quiet.pk]])),
        Row(f"the same, {size.waiting:,} orders wait for it", bought(counters, [[awaited.pk]])),
        Row("pgbench: the two statements, one product", two_statements(hot[0], BUYERS)),
        Row("pgbench: an update and an insert, one row", contended_pair(BUYERS)),
        Row("a purchase by HTTP, one web process", served.purchases(Product.objects.get(pk=many[-1]))),
    ]
    if oscar is not None:
        found.append(Row(OSCAR, lambda seconds: oscar.buy(oscar.products[:1], seconds)))
        found.append(Row("Oscar: basket, order, 3 products", lambda seconds: oscar.buy(oscar.products[:3], seconds)))
    return found


def oversold(counters: Counters, oscar: OscarShop | None) -> list[str]:
    """Let all buyers want more than there is, and say what they got: 100 units, 50 of them owed; of Oscar 10."""
    few = product_with_stock(quantity=50, backorders=1, min_qty=-50)
    sold = counters.buy([[few.pk]], seconds=60, most=40)
    again = Product.objects.get(pk=few.pk)
    units, left = sum(each.orders for each in sold), f"salable quantity {again.salable_quantity()}"
    said = [f"{BUYERS} buyers wanted {BUYERS * 40} of 100 units: {units} sold, {left}, free {again.stock_level().free}"]
    if oscar is not None:
        oscar.stock(oscar.products[-1], 10)
        orders, _ = oscar.buy(oscar.products[-1:], seconds=60, most=5)
        said.append(f"Oscar: {BUYERS} buyers wanted {BUYERS * 5} of 10 units: {orders} sold")
    return said


def against_oscar(table: Sequence[Row]) -> list[str]:
    """Say how many times as many orders that is, and what each costs against the same work; the medians of one run."""
    named = {row.name: row for row in table}
    if OSCAR not in named:
        return []
    order, cart, oscar = named[ORDER], named[WITH_CART], named[OSCAR]
    rate = statistics.median(order.per_second) / statistics.median(oscar.per_second)
    cost = oscar.cpu / cart.cpu
    return [
        f"{rate:.1f} times Oscar's orders a second; with a cart {cost:.1f} times as cheap by CPU, client and PostgreSQL"
    ]


def statements() -> str:
    """Buy one product by HTTP in this process, and say what each request asks of the database."""
    shopper, product = Shopper(), product_with_stock(quantity=9)
    shopper.looks(product)
    shopper.adds(product)
    shopper.buys(BY_CARD)
    counted = shopper.statements
    four = sum(counted[page] for page in ("product page", "add", "order is placed", "order"))
    return (
        f"Statements of a purchase: {', '.join(f'{page} {n}' for page, n in counted.items())}; the four requests {four}"
    )


def installed(products: int) -> OscarShop | None:
    """Return Oscar, or say why there is none."""
    try:
        return OscarShop(BUYERS, products)
    except NoOscar as why:
        print(f"django-oscar cannot be measured here: {why}")
        return None


def main() -> None:
    """Measure, print, and write the same as JSON."""
    name = sys.argv[1] if len(sys.argv) > 1 else "full"
    size = SIZES[name]
    made = setup_databases(verbosity=0, interactive=False)
    counters, served = Counters(BUYERS), ServedShop()
    oscar = installed(products=4)
    try:
        table = rows(counters, size, served, oscar)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for row in table:
            row.run(0.5)  # connections, plans and pages are warm
        loads = []
        for _ in range(size.rounds):
            for row in table:
                row.measure(size.seconds)
            loads.append(os.getloadavg()[0])
        print(
            f"{size.rounds} rounds of {size.seconds:g} s, {BUYERS} clients, load {min(loads):.1f} to {max(loads):.1f}"
        )
        print(f"{'':44} {'orders/s':24} ms client, ms server")
        print(*table, sep="\n")
        print(*against_oscar(table), *oversold(counters, oscar), statements(), sep="\n")
        print(f"{Order.objects.count():,} orders in the book")
        written = Path(settings.BASE_DIR) / ".data" / "bench.json"
        figures = [
            {"name": row.name, "per_second": row.per_second, "client_ms": row.client, "server_ms": row.server}
            for row in table
        ]
        written.write_text(json.dumps({"size": name, "loads": loads, "rows": figures}, indent=1))
        print(f"As JSON: {written.relative_to(settings.BASE_DIR)}")
    finally:
        counters.close()
        served.close()
        if oscar is not None:
            oscar.close()
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
