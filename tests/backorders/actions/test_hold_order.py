"""Hold and Unhold."""

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.hold_order import CannotHold, hold_order, unhold_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import StockLevel
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def placed() -> Order:
    return place_order(
        lines={product_with_stock(quantity=5): 2}, email="shopper@example.org", by=None, now=timezone.now()
    )


def told(order: Order) -> list[str]:
    return list(order.events.values_list("text", flat=True))


def test_an_order_on_hold_keeps_its_units_and_goes_back_to_where_it_was() -> None:
    order = hold_order(order=placed(), by=None, now=timezone.now())
    assert (order.status, order.held_from, StockLevel.objects.get().reserved) == ("holded", "pending_payment", 2)
    order = unhold_order(order=order, by=None, now=timezone.now())
    assert (order.status, order.held_from, told(order)) == (
        "pending_payment",
        "",
        ["Put on hold.", "Released from hold."],
    )


def test_an_order_on_hold_is_not_canceled() -> None:
    order = hold_order(order=placed(), by=None, now=timezone.now())
    with pytest.raises(CannotCancel):
        cancel_order(order=order, by=None, now=timezone.now())
    assert StockLevel.objects.get().reserved == 2


def test_holding_twice_says_so_and_keeps_where_it_goes_back_to() -> None:
    order = hold_order(order=placed(), by=None, now=timezone.now())
    with pytest.raises(CannotHold, match=r"The order is On Hold already."):
        hold_order(order=order, by=None, now=timezone.now())
    order.refresh_from_db()
    assert order.held_from == "pending_payment"


def test_releasing_what_is_not_held_says_so() -> None:
    with pytest.raises(CannotHold, match=r"The order was not on hold."):
        unhold_order(order=placed(), by=None, now=timezone.now())


def test_a_canceled_order_is_not_held() -> None:
    order = cancel_order(order=placed(), by=None, now=timezone.now())
    with pytest.raises(CannotHold, match=r"An order that is Canceled cannot become On Hold."):
        hold_order(order=order, by=None, now=timezone.now())
