"""Two tabs with pages of one order: who sends the older one reads what changed since, keeps what was typed, and nothing is done."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.edit_order import edit_order
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.send_again import send_confirmation_again
from backorders.actions.ship_order import ship_order
from backorders.models import Order
from tests.backorders.admin.admin_text import AdminAnswer, admin_text
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
CHANGED = "The order has changed since this page was opened. Last ("
# What the form of each page of an order posts beside two units of the second line, and the column that they are counted in.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "ship": ("shipped", {}),
    "invoice": ("invoiced", {}),
    "credit_memo": ("refunded", {"refund": "1"}),
    "cancel_items": ("canceled", {"cancel": "1"}),
    "edit": ("ordered", {"do": "save"}),
    "elsewhere": ("shipped", {"reason": "the warehouse of a friend"}),
}


def order_for(page: str) -> Order:
    """Return an order of two products, five of each, of which what the page is about can be done."""
    products = [product_with_stock(quantity=25, sku=f"BAG-{n}", price=Decimal(10)) for n in range(2)]
    order = place_order(
        lines=dict.fromkeys(products, 5), email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    if page in {"credit_memo", "ship", "elsewhere"}:
        invoice_order(order=order, by=None, now=timezone.now())
    if page == "elsewhere":
        products[1].delete()
    return order


def address(order: Order, page: str) -> str:
    return reverse(f"admin:backorders_order_{page}", args=(order.pk,))


def parcel(order: Order) -> None:
    """Ship one unit of the first line, in the other tab."""
    given = {order.lines.order_by("sku")[0]: Decimal(1)}
    ship_order(
        order=order,
        source=default_source(),
        units=given,
        key="other",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def mail(order: Order) -> None:
    send_confirmation_again(order=order, key="other", by=None, now=timezone.now())


def typed_on(client: Client, order: Order, page: str) -> dict[str, Any]:
    """Open the page, let it show what the typed quantities do, and return what its button sends."""
    first, second = order.lines.order_by("sku")
    box, least = ("line-{}", "5") if page == "edit" else ("q{}", "0")
    typed = {box.format(second.pk): "2"} | ({} if page == "elsewhere" else {box.format(first.pk): least})
    where = f"{address(order, page)}?source={default_source().pk}" if page == "ship" else address(order, page)
    shown = filled_form(client.get(where), **typed)
    if page == "edit":
        shown = filled_form(client.post(where, shown | {"do": "update"}))
    elif page == "credit_memo":
        shown = filled_form(client.post(where, shown | {"update": "1"}))
    return shown | {name: [value] for name, value in PAGES[page][1].items()}


def sent(client: Client, order: Order, page: str, typed: dict[str, Any]) -> AdminAnswer:
    return client.post(address(order, page), typed, follow=True)


def counted(order: Order, page: str) -> Decimal:
    units: Decimal = getattr(order.lines.get(sku="BAG-1"), PAGES[page][0])
    return units


@pytest.mark.parametrize("page", PAGES)
def test_the_older_tab_is_shown_again_with_what_was_typed(admin_client: Client, page: str) -> None:
    order = order_for(page)
    before = counted(order, page)
    old = typed_on(admin_client, order, page)
    parcel(order)
    again = sent(admin_client, order, page, old)
    assert CHANGED in admin_text(again)
    assert "Shipped 1 of BAG-0 from Default Source as #" in admin_text(again)
    assert counted(order, page) == before
    kept = filled_form(again)
    boxes = {name: value for name, value in old.items() if name.startswith(("q", "line-", "reason", "comment"))}
    assert {name: kept[name] for name in boxes} == boxes
    done = sent(admin_client, order, page, kept | PAGES[page][1])
    assert CHANGED not in admin_text(done)
    assert counted(order, page) != before


@pytest.mark.parametrize("page", PAGES)
def test_a_mail_that_was_sent_meanwhile_refuses_nothing(admin_client: Client, page: str) -> None:
    order = order_for(page)
    before = counted(order, page)
    old = typed_on(admin_client, order, page)
    mail(order)
    assert CHANGED not in admin_text(sent(admin_client, order, page, old))
    assert counted(order, page) != before


def test_one_withdrawn_and_one_shipped_makes_a_memo_old(admin_client: Client) -> None:
    bag = product_with_stock(quantity=9, sku="BAG-1")
    order = place_order(lines={bag: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    line = order.lines.get()
    invoice_order(order=order, units={line: Decimal(1)}, by=None, now=timezone.now())
    old = filled_form(admin_client.get(address(order, "credit_memo")), refund="1")
    edit_order(order=order, units={line: Decimal(2)}, by=None, now=timezone.now())
    ship_order(order=order, source=default_source(), units={line: Decimal(1)}, key="k", by=None, now=timezone.now())
    assert CHANGED in admin_text(admin_client.post(address(order, "credit_memo"), old))
    assert order.credit_memos.count() == 0


def _view(client: Client, order: Order) -> str:
    """Return the revision that the order's view carries."""
    shown: list[str] = re.findall(
        r'name="revision" value="(\d+)"', client.get(address(order, "change")).content.decode()
    )
    assert len(set(shown)) == 1
    return shown[0]


def _held_again(order: Order) -> None:
    unhold_order(order=order, by=None, now=timezone.now())
    hold_order(order=order, by=None, now=timezone.now())


@pytest.mark.parametrize(("button", "meanwhile"), [("cancel", parcel), ("deliver", parcel), ("unhold", _held_again)])
def test_a_button_of_an_older_view_does_nothing(
    admin_client: Client, button: str, meanwhile: Callable[[Order], None]
) -> None:
    order = order_for("cancel_items")
    if button == "unhold":
        hold_order(order=order, by=None, now=timezone.now())
    revision = _view(admin_client, order)
    meanwhile(order)
    order.refresh_from_db()
    status = order.status
    answer = admin_client.post(address(order, button), {"revision": revision}, follow=True)
    assert CHANGED in admin_text(answer)
    order.refresh_from_db()
    assert (order.status, order.lines.filter(canceled__gt=0).count()) == (status, 0)


def test_hold_stops_an_order_whatever_the_page_showed(admin_client: Client) -> None:
    order = order_for("invoice")
    revision = _view(admin_client, order)
    parcel(order)
    admin_client.post(address(order, "hold"), {"revision": revision})
    order.refresh_from_db()
    assert order.status == "holded"
