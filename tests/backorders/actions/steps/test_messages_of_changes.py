"""Whatever changes what the shopper owes, gets or waits for is told by mail, once."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import edit_order
from backorders.actions.hold_order import CannotHold, hold_order, unhold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order
from backorders.rules.credit_memo import Refunded
from backorders.storefront.order_payments import order_history
from tests.backorders.checkout_data import CARD
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db


def paid(quantity: int = 8, *, mode: int = 2) -> Order:
    """Return a paid order of bags, five of which are on the shelf."""
    bag = product_with_stock(quantity=5, name="Bag", sku="BAG", price=Decimal("12.00"), backorders=mode)
    order = place_order(
        lines={bag: quantity}, email="ada@example.org", customer_name="Ada", by=None, now=timezone.now()
    )
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def ship(order: Order, quantity: int) -> None:
    units = {order.lines.get(): Decimal(quantity)}
    ship_order(
        order=order,
        source=default_source(),
        units=units,
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def told(order: Order) -> list[str]:
    """Return the subjects after the confirmation."""
    return list(order.notifications.order_by("pk").values_list("subject", flat=True))[1:]


def last() -> str:
    return " ".join(Notification.objects.latest("pk").body_text.split())


def test_edit_says_what_changed_what_it_costs_and_what_is_owed() -> None:
    order = paid()
    rope = product_with_stock(quantity=9, name="Rope", sku="ROPE", price=Decimal("3.00"))
    units = {order.lines.get(): Decimal(10)}
    for _ in range(2):
        edit_order(order=order, units=units, added={rope: Decimal(2)}, by=None, key="once", now=timezone.now())
    assert told(order) == [f"Your order #{order.number} was changed"]
    assert "Bag (BAG): 8 to 10 Rope (ROPE): 2 added $30.00 more will be due." in last()
    assert "Still to come: 10 x Bag (BAG), 5 on backorder. No date is known yet. 2 x Rope (ROPE): in stock" in last()


def test_edit_that_changes_nothing_or_is_refused_tells_nothing() -> None:
    order = paid()
    edit_order(order=order, units={order.lines.get(): Decimal(8)}, by=None, now=timezone.now())
    assert told(order) == []


def test_edit_that_lowers_a_paid_line_says_what_goes_back() -> None:
    order = paid(mode=1)
    edit_order(order=order, units={order.lines.get(): Decimal(6)}, by=None, now=timezone.now())
    assert "8 to 6 $24.00 will be refunded. Still to come: 6 x Bag (BAG): partly on backorder" in last()
    assert "1 on backorder" not in last()


def test_credit_memo_says_which_units_how_much_and_what_is_still_to_come() -> None:
    order = paid()
    ship(order, 2)
    line = order.lines.get()
    for _ in range(2):
        refund_order(
            order=order,
            units={line: Refunded(Decimal(4), return_to_stock=True)},
            key="memo",
            by=None,
            now=timezone.now(),
        )
    assert told(order)[1:] == [f"A refund for your order #{order.number}"]
    assert "4 x Bag (BAG) Will not be shipped $48.00 will be refunded to your card." in last()
    assert "Still to come: 2 x Bag (BAG): in stock" in last()
    refund_order(
        order=order, units={line: Refunded(Decimal(4), return_to_stock=True)}, key="rest", by=None, now=timezone.now()
    )
    assert "4 x Bag (BAG) 2 of them will not be shipped" in last()
    assert "Still to come" not in last()


def test_credit_memo_of_a_check_promises_no_card() -> None:
    bag = product_with_stock(quantity=5)
    order = place_order(lines={bag: 1}, email="a@example.org", payment_method="checkmo", by=None, now=timezone.now())
    invoice_order(order=order, by=None, now=timezone.now())
    refund_order(
        order=order,
        units={order.lines.get(): Refunded(Decimal(1), return_to_stock=True)},
        key="k",
        by=None,
        now=timezone.now(),
    )
    assert "$10.00 will be refunded." in last()


def test_refused_credit_memo_tells_nothing() -> None:
    order = paid()
    with pytest.raises(CannotRefund):
        refund_order(
            order=order,
            units={order.lines.get(): Refunded(Decimal(9), return_to_stock=True)},
            key="k",
            by=None,
            now=timezone.now(),
        )
    assert told(order) == []


def test_hold_and_release_are_told_each_time() -> None:
    order = paid()
    for _ in range(2):
        hold_order(order=order, by=None, now=timezone.now())
        with pytest.raises(CannotHold):
            hold_order(order=order, by=None, now=timezone.now())
        unhold_order(order=order, by=None, now=timezone.now())
    held, goes_on = f"Your order #{order.number} is on hold", f"Your order #{order.number} goes on"
    assert told(order) == [held, goes_on, held, goes_on]
    assert "Still to come: 8 x Bag (BAG), 3 on backorder" in last()


def test_cancel_of_a_part_says_what_is_still_to_come() -> None:
    order = paid()
    cancel_order(order=order, units={order.lines.get(): Decimal(2)}, by=None, now=timezone.now())
    assert "Still to come: 6 x Bag (BAG), 1 on backorder" in last()


def test_history_says_how_much_of_the_order_was_canceled_shipped_and_refunded() -> None:
    order = paid()
    line = order.lines.get()
    cancel_order(order=order, units={line: Decimal(3)}, by=None, now=timezone.now())
    ship(order, 1)
    refund_order(
        order=order, units={line: Refunded(Decimal(1), return_to_stock=True)}, key="k", by=None, now=timezone.now()
    )
    parts = ["3 of 8 canceled", "1 of 8 shipped", "1 of 8 refunded"]
    assert [what for _, what in order_history(order)] == ["Order placed", "Payment received", *parts]


def test_history_of_a_whole_order_needs_no_numbers() -> None:
    order = paid()
    cancel_order(order=order, by=None, now=timezone.now())
    assert [what for _, what in order_history(order)][-1] == "Canceled"
