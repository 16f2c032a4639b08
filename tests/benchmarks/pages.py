"""What does a page cost in a large shop? `make bench` asks it of 100,000 products, `python -m tests.benchmarks.pages N` of N.

Makes a shop up on a durable server of its own, asks for each page so often that its caches are warm and then some times more, and
prints the medians of the web process' CPU, of the CPU of its database process, and the number of statements. With `here` instead of
a number it asks the shop whose data BENCH_DATA names, and writes nothing there but a member of staff and his session; beginnings of
the names of pages may follow.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from backorders.actions.generated_orders import generate_orders  # noqa: E402
from backorders.models import Order  # noqa: E402
from catalog.actions.generated_catalog import generate_catalog  # noqa: E402
from catalog.admin.grid_address import SORT  # noqa: E402
from catalog.models import Product  # noqa: E402
from catalog.models.product import ProductType, Visibility  # noqa: E402
from tests.benchmarks.server_cpu import backend_cpu  # noqa: E402

TIMES = 5
# Products and open orders.
SIZES = {"small": (3_000, 300), "full": (100_000, 10_000)}


@dataclass(frozen=True)
class Figure:
    """Medians of one page: milliseconds of CPU, statements."""

    page: str
    web: float
    database: float
    statements: int

    def __str__(self) -> str:
        """Return the line of the table."""
        return f"{self.page:52} {self.web:8.1f} {self.database:10.1f} {self.statements:6}"


def measured(
    page: str, client: Client, address: str, form: Mapping[str, object] | None = None, *, times: int = TIMES
) -> Figure:
    """Ask for it, and return what it cost."""

    def ask() -> None:
        answer = client.get(address) if form is None else client.post(address, form)
        assert answer.status_code == 200, (address, answer.status_code, answer.get("Location"))

    ask()
    web, database = [], []
    for _ in range(times):
        own, other = time.process_time(), backend_cpu()
        ask()
        web.append(1000 * (time.process_time() - own))
        database.append(1000 * (backend_cpu() - other))
    with CaptureQueriesContext(connection) as seen:
        ask()
    return Figure(page, statistics.median(web), statistics.median(database), len(seen))


def shop_pages() -> dict[str, str]:
    """Return the addresses of the shop by name."""
    sold = Product.objects.filter(websites__is_default=True, is_enabled=True, visibility=Visibility.BOTH).order_by("pk")
    simple = sold.filter(product_type=ProductType.SIMPLE)
    one = simple[simple.count() // 2]
    set_of = sold.filter(product_type=ProductType.CONFIGURABLE)[0]
    sorts = {f"first page, by {sort}": f"/?sort={sort}" for sort in ("newest", "name", "price", "price-down")}
    # A small shop has fewer, and not everything in it can be bought.
    deep, deepest = (max(1, min(most, sold.count() // 48)) for most in (50, 50))
    word, other = one.name.split()[0], one.name.split()[-1]
    return {
        "first page": "/",
        **sorts,
        f"page {deep}": f"/?page={deep}",
        f"page {deepest}, by price": f"/?sort=price&page={deepest}",
        "department": "/category/men/",
        "department, by price": "/category/men-tops/?sort=price",
        "search: a word": f"/search/?q={word}",
        "search: two words, by price": f"/search/?q={word}+{other}&sort=price",
        "search: words of a name": f"/search/?q={one.name}",
        "search: a department": "/search/?q=shirt+tops",
        "search: the beginning of a word": f"/search/?q={other[:3]}",
        "search: a word of every product": "/search/?q=every",
        "search: a SKU": f"/search/?q={one.sku}",
        "search: the beginning of a SKU": f"/search/?q={one.sku[:-3]}",
        "search: nothing found": "/search/?q=zeppelin",
        "product": f"/products/{one.slug}/",
        "configurable product": f"/products/{set_of.slug}/",
    }


GRID = "/admin/catalog/product/"
# Each column that can be sorted by, and what the grid calls it.
COLUMNS = {
    "id": "id",
    "name": "name",
    "type": "type_label",
    "SKU": "sku",
    "price": "price_text",
    "visibility": "shown_in",
    "status": "status",
    "created": "created",
    "updated": "updated",
    "salable quantity": "salable_quantity",
    "owed units": "owed",
    "quantity": "quantity_per_source",
}


def staff_pages() -> dict[str, str]:
    """Return the addresses of the admin by name."""
    one = Product.objects.exclude(product_type=ProductType.CONFIGURABLE).order_by("-pk")[0]
    email = Order.objects.order_by("pk")[0].email
    ways = {f"Products by {name}": f"{GRID}?{SORT}={column}" for name, column in COLUMNS.items()}
    back = {f"Products by {name}, down": f"{GRID}?{SORT}=-{column}" for name, column in COLUMNS.items()}
    return {
        "Products": GRID,
        **ways,
        **back,
        "Products, page 100": f"{GRID}?p={min(100, Product.objects.count() // 50)}",
        "Products: a word": f"{GRID}?q={one.name.split()[0]}",
        "Products: a SKU": f"{GRID}?q={one.sku}",
        "Products: a part of a SKU, by price": f"{GRID}?q={one.sku.split('-')[1]}&{SORT}=price_text",
        "Products: nothing found": f"{GRID}?q=zeppelin",
        "Products in stock": f"{GRID}?availability=IN_STOCK",
        "Products on backorder, by price": f"{GRID}?availability=ON_BACKORDER&{SORT}=price_text",
        "Products out of stock": f"{GRID}?availability=OUT_OF_STOCK",
        "Products with backorders": f"{GRID}?backorders=1",
        "Products, configurable": f"{GRID}?type=configurable",
        "Product": f"{GRID}{one.pk}/change/",
        "Dashboard": "/admin/",
        "Orders": "/admin/backorders/order/",
        "Orders: an e-mail address": f"/admin/backorders/order/?q={email}",
        "Orders: a number": f"/admin/backorders/order/?q={Order.objects.order_by('pk')[0].number}",
        "Backorders, by product": "/admin/backorders/order/backorders/",
        "Backorders, by order": "/admin/backorders/order/backorders/orders/",
        "Backorders, shippable": "/admin/backorders/order/backorders/shippable/",
        "Low Stock": "/admin/catalog/lowstock/",
        "Reservations": "/admin/catalog/reservation/",
        "Inventory Check": "/admin/reports/inventory-check/",
    }


def figures() -> list[Figure]:
    """Ask for every page, and return what each cost."""
    shopper = Client(headers={"host": "localhost"})
    staff = Client(headers={"host": "localhost"})
    staff.force_login(User.objects.filter(username="bench").first() or User.objects.create_superuser("bench"))
    asked = [(shopper, shop_pages()), (staff, staff_pages())]
    only = sys.argv[2:] if sys.argv[1:2] == ["here"] else []
    found = []
    for client, pages in asked:
        for page, address in pages.items():
            if not only or any(page.startswith(each) for each in only):
                found.append(measured(page, client, address))
                print(found[-1], flush=True)
    return found


def _silent(done: int, count: int) -> None:
    del done, count


def bench(products: int, orders: int) -> None:
    """Print the table of a shop of that size, and write the same as JSON."""
    now = timezone.now()
    generate_catalog(products, seed=1, now=now, progress=_silent)
    generate_orders(orders, seed=1, now=now, progress=_silent)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{products:,} products, {Order.objects.count():,} open orders, load {os.getloadavg()[0]:.1f}")
    print(f"{'':52} {'ms web':>8} {'ms database':>10} {'asked':>6}")
    written = Path(settings.BASE_DIR) / ".data" / f"bench-pages-{products}.json"
    rows = [asdict(figure) for figure in figures()]
    written.write_text(json.dumps({"products": products, "orders": orders, "figures": rows}, indent=1) + "\n")
    print(f"written to {written.relative_to(settings.BASE_DIR)}")


def main() -> None:
    """Measure the shop that is named, or one that is made for it."""
    if sys.argv[1:2] == ["here"]:
        figures()
        return
    size = sys.argv[1] if len(sys.argv) > 1 else "full"
    products, orders = SIZES[size] if size in SIZES else (int(size), 10_000)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        bench(products, orders)
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
