"""Pages of an order with several rows: one of them is changed, and one that got lost is refused with nothing done."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db

PLACES = pytest.mark.parametrize("place", [0, 1, 2])
UNITS_PAGES = {
    "ship": ("shipped", {}),
    "invoice": ("invoiced", {}),
    "credit_memo": ("refunded", {"refund": "1"}),
    "cancel_items": ("canceled", {"cancel": "1"}),
}


def order_of_three(*, is_invoiced: bool = False) -> Order:
    products = [product_with_stock(quantity=25, sku=f"BAG-{n}", price=Decimal(10)) for n in range(3)]
    order = place_order(
        lines=dict.fromkeys(products, 5), email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    if is_invoiced:
        invoice_order(
            order=order, units={line: Decimal(5) for line in order.lines.all()}, by=None, key="all", now=timezone.now()
        )
        order.refresh_from_db()
    return order


def page_of(order: Order, name: str) -> str:
    return reverse(f"admin:backorders_order_{name}", args=(order.pk,))


def moved(order: Order, column: str) -> list[Decimal]:
    return list(order.lines.order_by("sku").values_list(column, flat=True))


def nets(order: Order) -> list[Decimal]:
    return [line.progress().net for line in order.lines.order_by("sku")]


def sent(client: Client, order: Order, name: str, *, place: int, **changes: Any) -> dict[str, Any]:
    """Return what the page posts with 2 units of the line at `place` and none of the others."""
    lines = list(order.lines.order_by("sku"))
    typed = {f"q{line.pk}": "2" if n == place else "0" for n, line in enumerate(lines)}
    return filled_form(client.get(page_of(order, name)), **typed | changes)


@PLACES
@pytest.mark.parametrize("name", UNITS_PAGES)
def test_the_units_of_one_line_of_three_are_taken(admin_client: Client, name: str, place: int) -> None:
    order = order_of_three(is_invoiced=name in {"credit_memo", "ship"})  # what is not paid for asks before it ships
    column, button = UNITS_PAGES[name]
    typed = sent(admin_client, order, name, place=place, source=default_source().pk, **button)
    answer = admin_client.post(page_of(order, name), typed)
    if answer.status_code == 200:  # a memo says first what it will do
        answer = admin_client.post(page_of(order, name), filled_form(answer, **button))
    assert answer.status_code == 302
    assert moved(order, column) == [2 if n == place else 0 for n in range(3)]


@PLACES
@pytest.mark.parametrize("name", [*UNITS_PAGES, "source_selection"])
def test_a_box_that_got_lost_is_refused_and_takes_nothing(admin_client: Client, name: str, place: int) -> None:
    order = order_of_three(is_invoiced=name in {"credit_memo", "ship"})  # what is not paid for asks before it ships
    column, button = UNITS_PAGES.get(name, ("shipped", {}))
    before = moved(order, column)
    lost = order.lines.order_by("sku")[place]
    typed = sent(admin_client, order, name, place=0, source=default_source().pk, **button, **{f"q{lost.pk}": None})
    answer = admin_client.post(page_of(order, name), typed)
    assert "2 of its 3 rows came in. Nothing was saved." in answer.content.decode()
    assert moved(order, column) == before


@PLACES
def test_one_line_of_three_is_edited_and_a_lost_one_is_refused(admin_client: Client, place: int) -> None:
    order = order_of_three()
    line = order.lines.order_by("sku")[place]
    address = page_of(order, "edit")
    shown = admin_client.post(address, filled_form(admin_client.get(address), **{f"line-{line.pk}": "4", "do": "save"}))
    lost = admin_client.post(address, filled_form(shown, **{f"line-{line.pk}": None, "do": "save"}))
    assert (lost.status_code, "2 of its 3 rows came in" in lost.content.decode()) == (400, True)
    assert nets(order) == [5, 5, 5]
    assert admin_client.post(address, filled_form(shown, do="save")).status_code == 302
    assert nets(order) == [4 if n == place else 5 for n in range(3)]


@pytest.mark.parametrize("column", ["sku", "qty"])
def test_a_typed_row_that_got_lost_moves_no_quantity_to_another_product(admin_client: Client, column: str) -> None:
    products = [product_with_stock(quantity=25, sku=f"BAG-{n}") for n in range(3)]
    address = reverse("admin:backorders_order_add")
    rows = {"sku": [product.sku for product in products], "qty": ["1", "2", "3"], "rows-typed": "3"}
    first = filled_form(admin_client.get(address), **rows, do="update")
    shown = admin_client.post(address, first)
    typed = filled_form(shown, do="submit", customer_name="Ada", email="ada@example.org", street="Kaistr. 1")
    typed |= {"postcode": ["20095"], "city": ["Hamburg"], "country": ["DE"]}
    typed[column] = typed[column][1:]
    answer = admin_client.post(address, typed)
    assert (answer.status_code, "2 of its 3 rows came in" in answer.content.decode()) == (400, True)
    assert not Order.objects.exists()
