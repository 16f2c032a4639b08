"""Cancel Items on the shopper's page: of several lines one, of one line the owed part, twice, and from a page that is old."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Notification, Order, OrderLine
from tests.backorders.checkout_data import CARD
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Order:
    bag = product_with_stock(quantity=5, backorders=2, sku="BAG", name="Bag", price=Decimal("12.00"))
    rope = product_with_stock(quantity=5, sku="ROPE", name="Rope", price=Decimal("2.00"))
    order = place_order(lines={bag: 8, rope: 3}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def line(order: Order, sku: str) -> OrderLine:
    return order.lines.get(sku=sku)


def address(order: Order) -> str:
    return f"/orders/{order.checkout}/cancel-items/"


def shown(client: Client, order: Order) -> dict[str, Any]:
    """Return what the page would send if it were sent as it is."""
    page = client.get(address(order)).content.decode()
    fields = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    chosen = re.findall(r'name="(q\d+)"\s+value="([^"]*)"\s+checked', page)
    return fields | dict(chosen)


def send(client: Client, order: Order, fields: dict[str, Any], *, follow: bool = True) -> str:
    return page_text(client.post(address(order), fields, follow=follow))


def canceled(order: Order) -> dict[str, Decimal]:
    return dict(order.lines.values_list("sku", "canceled"))


def test_page_offers_the_owed_part_and_says_what_goes_back(client: Client, order: Order) -> None:
    text = page_text(client.get(address(order)))
    assert "Keep all 8 Cancel the 3 on backorder $36.00 will be refunded. Cancel all 8 $96.00 will be refunded." in text
    assert "Keep all 3 Cancel all 3 $6.00 will be refunded." in text


def test_owed_part_of_one_of_two_lines_is_canceled(client: Client, order: Order) -> None:
    text = send(client, order, shown(client, order) | {f"q{line(order, 'BAG').pk}": "3"})
    assert "You canceled 3 of Bag. $36.00 will be refunded to your card." in text
    assert canceled(order) == {"BAG": 3, "ROPE": 0}
    assert "3 x Bag (BAG)" in Notification.objects.get(key__startswith="order_canceled").body_text


def test_second_cancel_is_mailed_with_what_was_refunded_in_all(client: Client, order: Order) -> None:
    send(client, order, shown(client, order) | {f"q{line(order, 'BAG').pk}": "3"})
    send(client, order, shown(client, order) | {f"q{line(order, 'ROPE').pk}": "3"})
    told = "$6.00 will be refunded to your card. With what was refunded before, that is $42.00."
    assert told in Notification.objects.filter(key__startswith="order_canceled").latest("pk").body_text


def test_page_from_before_another_cancel_changes_nothing_and_says_so(client: Client, order: Order) -> None:
    first = shown(client, order) | {f"q{line(order, 'ROPE').pk}": "3"}
    second = shown(client, order) | {f"q{line(order, 'ROPE').pk}": "3"}
    send(client, order, first)
    assert "Nothing was canceled. Please look at it again." in send(client, order, second)
    assert canceled(order) == {"BAG": 0, "ROPE": 3}


def test_form_that_is_sent_twice_cancels_once(client: Client, order: Order) -> None:
    fields = shown(client, order) | {f"q{line(order, 'ROPE').pk}": "3"}
    for _ in range(2):
        send(client, order, fields)
    assert order.events.filter(kind="canceled").count() == 1


def test_nothing_chosen_is_asked_again(client: Client, order: Order) -> None:
    assert "Please choose what you want to cancel." in send(client, order, shown(client, order))
    assert canceled(order) == {"BAG": 0, "ROPE": 0}


@pytest.mark.parametrize("typed", ["9", "-1", "1.5", "x"])
def test_what_nobody_can_choose_is_refused_naming_the_sku(client: Client, order: Order, typed: str) -> None:
    text = send(client, order, shown(client, order) | {f"q{line(order, 'ROPE').pk}": typed})
    assert "ROPE: " in text
    assert canceled(order) == {"BAG": 0, "ROPE": 0}


def test_a_line_that_got_lost_on_the_way_is_no_keep(client: Client, order: Order) -> None:
    fields = shown(client, order) | {f"q{line(order, 'BAG').pk}": "8"}
    del fields[f"q{line(order, 'ROPE').pk}"]
    assert client.post(address(order), fields).status_code == 400
    assert canceled(order) == {"BAG": 0, "ROPE": 0}


def test_a_link_may_propose_a_line_and_reading_it_cancels_nothing(client: Client, order: Order) -> None:
    page = client.get(f"{address(order)}?line={line(order, 'BAG').pk}").content.decode()
    assert re.findall(r'name="q\d+"\s+value="(\d+)"\s+checked', page) == ["3", "0"]
    assert canceled(order) == {"BAG": 0, "ROPE": 0}


def test_held_order_says_why_nothing_can_be_chosen(client: Client, order: Order) -> None:
    hold_order(order=order, by=None, now=timezone.now())
    assert "This order is on hold" in page_text(client.get(address(order), follow=True))


def test_order_page_offers_parts_only_where_there_are_some(client: Client, order: Order) -> None:
    assert "Cancel Items" in page_text(client.get(f"/orders/{order.checkout}/"))
    cancel_order(order=order, units={line(order, "BAG"): Decimal(8)}, by=None, now=timezone.now())
    assert "Cancel Items" not in page_text(client.get(f"/orders/{order.checkout}/"))
