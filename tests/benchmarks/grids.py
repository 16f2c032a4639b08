"""Every grid of the back office, in every order, through every filter: which of them costs the server more than 300 ms?

`python -m tests.benchmarks.grids here [beginnings of names]` asks the shop that the settings name, and writes nothing there but a
member of staff and his session; `python -m tests.benchmarks.grids N M [share]` makes N products up and M orders, of which this
share (0 to 1, 0.8) wait for nothing any more. What is asked comes from what the screens declare: a new filter or column is measured
without being named here.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.conf import settings  # noqa: E402  Django must be set up first
from django.contrib import admin  # noqa: E402
from django.contrib.admin import ModelAdmin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from backorders.admin.desk.page import DESKS  # noqa: E402
from backorders.admin.ready_to_ship.page import READY  # noqa: E402
from backorders.models import OrderLine  # noqa: E402
from catalog.actions.generated_catalog import generate_catalog  # noqa: E402
from catalog.admin.grid_address import SORT  # noqa: E402
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, GridFilter, NumberFilter  # noqa: E402
from catalog.admin.grid_pages import HasGridPages  # noqa: E402
from catalog.models import Product  # noqa: E402
from tests.benchmarks.lived_book import lived_book  # noqa: E402
from tests.benchmarks.pages import Figure, measured  # noqa: E402

TIMES = 2
MOST_CHOICES = 4
# Milliseconds of both processes together.
WANTED = 300


def _screens() -> Iterator[tuple[str, str, Any]]:
    """Yield (name, address, screen)."""
    for model, screen in admin.site._registry.items():  # noqa: SLF001  no other way to all of them
        if isinstance(screen, HasGridPages):
            label = model._meta.label_lower  # noqa: SLF001  Django's API
            yield label.rpartition(".")[2], reverse(f"admin:{label.replace('.', '_')}_changelist"), screen
    for name, desk in DESKS.items():
        yield f"desk of {name}", reverse(f"admin:{desk.list_name}"), desk
    yield "ready to ship", reverse(f"admin:{READY.list_name}"), READY


def _asked(declared: GridFilter[Any]) -> Iterator[dict[str, str]]:
    if isinstance(declared, ChoiceFilter):
        choices = declared.choices() if callable(declared.choices) else declared.choices
        yield from ({declared.name: str(value)} for value, _ in list(choices)[:MOST_CHOICES])
    elif isinstance(declared, NumberFilter):
        yield {f"{declared.name}_from": "5"}
        yield {f"{declared.name}_from": "2", f"{declared.name}_to": "3"}
    elif isinstance(declared, DateFilter):
        today = timezone.localdate()
        yield {f"{declared.name}_from": f"{today - timedelta(days=30)}"}
        yield {
            f"{declared.name}_from": f"{today - timedelta(days=90)}",
            f"{declared.name}_to": f"{today - timedelta(days=60)}",
        }
    else:
        yield from ({declared.name: text} for text in ("Abbott", "graz", "zeppelin"))


def _searched() -> Iterator[str]:
    line = OrderLine.objects.select_related("order").order_by("-pk")[0]
    product = Product.objects.exclude(product_type="configurable").order_by("-pk")[0]
    yield from (
        line.order.email,
        line.order.number,
        f"#{line.order.number}",
        line.sku,
        "abbott",
        "ada abbott",
        "example",
    )
    yield from (product.name.split()[0], product.name, product.sku, "zeppelin")


def addresses() -> Iterator[tuple[str, str]]:
    """Yield the name and the address of everything that is offered."""
    request: Any = RequestFactory().get("/")
    request.user = User.objects.get(username="bench")
    for name, start, screen in _screens():
        yield name, start
        yield f"{name}, page 100", f"{start}?p=100"
        columns: Any = screen.get_list_display(request) if isinstance(screen, ModelAdmin) else screen.list_display
        for column in columns:
            method = getattr(screen, column, None)
            if column != "__str__" and (method is None or getattr(method, "admin_order_field", None)):
                yield f"{name}, by {column}", f"{start}?{SORT}={column}"
                yield f"{name}, by {column}, down", f"{start}?{SORT}=-{column}"
        for declared in screen.filters:
            for asked in _asked(declared):
                yield (
                    f"{name}: {' '.join(f'{key}={value}' for key, value in asked.items())}",
                    f"{start}?{urlencode(asked)}",
                )
        if getattr(screen, "search_fields", True):
            for typed in _searched():
                yield f"{name}: “{typed}”", f"{start}?{urlencode({'q': typed})}"


def figures(only: list[str]) -> list[Figure]:
    """Ask for every address whose name begins so, and return what each cost, the dearest first."""
    staff = Client(headers={"host": "localhost"})
    staff.force_login(User.objects.filter(username="bench").first() or User.objects.create_superuser("bench"))
    found = []
    for name, address in addresses():
        if not only or any(name.startswith(each) for each in only):
            found.append(measured(name, staff, address, times=TIMES))
            print(found[-1], flush=True)
    return sorted(found, key=lambda figure: -figure.web - figure.database)


def told(found: list[Figure]) -> None:
    """Print what is too dear, and write all as JSON."""
    print(f"\nmore than {WANTED} ms, at a load of {os.getloadavg()[0]:.1f}:")
    for figure in found:
        if figure.web + figure.database > WANTED:
            print(figure)
    written = Path(settings.BASE_DIR) / ".data" / "bench-grids.json"
    written.write_text(json.dumps([asdict(figure) for figure in found], indent=1) + "\n")


def _silent(done: int, count: int) -> None:
    del done, count


def main() -> None:
    """Measure the shop that is named, or one that is made for it."""
    if sys.argv[1:2] == ["here"]:
        told(figures(sys.argv[2:]))
        return
    products, orders = int(sys.argv[1]), int(sys.argv[2])
    made = setup_databases(verbosity=0, interactive=False)
    try:
        generate_catalog(products, seed=1, now=timezone.now(), progress=_silent)
        lived_book(orders, closed=float(sys.argv[3]) if len(sys.argv) > 3 else 0.8, seed=1, now=timezone.now())
        told(figures([]))
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
