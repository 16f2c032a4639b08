"""A stranger who follows one request walks through few files: those of ours in which a function is entered are counted."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

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
def files_entered() -> Iterator[set[str]]:
    """Give the set of our files of which a function is entered meanwhile, by the thread of the test."""
    found: set[str] = set()
    monitoring = sys.monitoring
    tool = next(number for number in range(3, 6) if monitoring.get_tool(number) is None)

    def entered(code: CodeType, _: int) -> object:
        if code.co_filename.startswith(APPS) and code.co_name not in NO_FUNCTIONS:
            found.add(str(Path(code.co_filename).relative_to(ROOT)))
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


# What was measured, middleware included; 15, 22, 15 and 10 are wanted. A number here only ever falls.
@pytest.mark.parametrize(
    ("what", "most"),
    [(product_page, 29), (order_view, 48), (configuration, 32), (placing, 21)],
    ids=["product page", "order view", "configuration", "place_order"],
)
def test_a_request_enters_few_files(
    admin_client: Client, client: Client, what: Callable[[Client], Callable[[], object]], most: int
) -> None:
    ask = what(client if what is product_page else admin_client)
    ask()  # what is read once for all is read
    with files_entered() as found:
        ask()
    print(f"{len(found)} files", *sorted(found), sep="\n  ")
    assert len(found) <= most
