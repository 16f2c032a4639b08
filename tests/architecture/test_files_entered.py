"""A stranger who follows one request walks through few files.

What counts: each file of ours of which a function, method or property is entered between request and answer, once, whatever it is:
view, presenter, rule, model, template tag. Not what only runs at import, nor Django, packages and templates.

Two numbers are pinned. `every` counts every file. `own` leaves out the frame, which a stranger reads once for all pages:
middleware, context processors, menu and sidebar, the store that is open. The frame is measured, not listed: it is what a page
enters that has nothing of its own, page not found in the shop and the password page in the admin. An action has no frame.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from tests.architecture.written_files import ROOT
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db

APPS = tuple(str(ROOT / app) + "/" for app in ("catalog", "backorders", "inventory_site"))
NO_FUNCTIONS = {"<module>", "<listcomp>", "<genexpr>"}


@contextmanager
def files_entered() -> Iterator[dict[str, set[str]]]:
    """Give {file of ours: the functions of it that are entered meanwhile}, by the thread of the test."""
    found: dict[str, set[str]] = defaultdict(set)
    monitoring = sys.monitoring
    tool = next(number for number in range(3, 6) if monitoring.get_tool(number) is None)

    def entered(code: CodeType, _: int) -> object:
        if code.co_filename.startswith(APPS) and code.co_name not in NO_FUNCTIONS:
            found[str(Path(code.co_filename).relative_to(ROOT))].add(code.co_qualname)
        return None

    monitoring.use_tool_id(tool, "files entered")
    monitoring.register_callback(tool, monitoring.events.PY_START, entered)
    monitoring.set_events(tool, monitoring.events.PY_START)
    try:
        yield found
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, monitoring.events.PY_START, None)
        monitoring.free_tool_id(tool)


def ordered() -> int:
    product = product_with_stock(quantity=25, backorders=1)
    return place_order(lines={product: 30}, email="shopper@example.org", by=None, now=timezone.now()).pk


def product_page(client: Client) -> Callable[[], object]:
    product = product_with_stock(quantity=25)
    address = reverse("storefront:product", args=(product.slug,))
    return lambda: client.get(address)


def order_view(client: Client) -> Callable[[], object]:
    address = reverse("admin:backorders_order_change", args=(ordered(),))
    return lambda: client.get(address)


def configuration(client: Client) -> Callable[[], object]:
    return lambda: client.get(reverse("admin:catalog_configurationvalue_changelist"))


def placing(_: Client) -> Callable[[], object]:
    product = product_with_stock(quantity=25)
    return lambda: place_order(lines={product: 3}, email="shopper@example.org", by=None, now=timezone.now())


def not_found(client: Client) -> Callable[[], object]:
    return lambda: client.get("/there-is-no-such-page")


def password(client: Client) -> Callable[[], object]:
    return lambda: client.get(reverse("admin:password_change"))


def nothing(_: Client) -> Callable[[], object]:
    return lambda: None


def entered_by(page: Callable[[Client], Callable[[], object]], client: Client) -> dict[str, set[str]]:
    ask = page(client)
    ask()  # fills what is kept from one request to the next
    with files_entered() as found:
        ask()
    return dict(found)


# 15, 22, 15 and 10 are wanted. A number here only ever falls (docs/decisions/0054, docs/decisions/0069).
@pytest.mark.parametrize(
    ("page", "frame", "every", "own"),
    [
        (product_page, not_found, 21, 14),
        (order_view, password, 28, 21),
        (configuration, password, 19, 12),
        (placing, nothing, 10, 10),
    ],
    ids=["product page", "order view", "configuration", "place_order"],
)
def test_a_request_enters_few_files(
    admin_client: Client, client: Client, page: Callable[..., Any], frame: Callable[..., Any], every: int, own: int
) -> None:
    visitor = client if page is product_page else admin_client
    around, found = entered_by(frame, visitor), entered_by(page, visitor)
    alone = found.keys() - around.keys()
    print(f"{len(found)} files, {len(alone)} of its own (+)")
    for path, functions in sorted(found.items()):
        print("+" if path in alone else " ", path, *sorted(functions))
    assert len(found) <= every
    assert len(alone) <= own
