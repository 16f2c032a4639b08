"""Canceling: units go back once, to no source; money goes back with them."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.edit_order import edit_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine
from catalog.models import Product, Reservation, SourceItem
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def paid_order(bag: Product, quantity: int) -> Order:
    order = place_order(lines={bag: quantity}, email="shopper@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def test_cancel_order_returns_the_units_to_the_salable_quantity_and_to_no_source() -> None:
    bag = product_with_stock(quantity=25, backorders=2, min_qty=-50)
    cancel_order(order=paid_order(bag, 30), by=None, now=timezone.now())
    assert bag.salable_quantity() == 75
    assert SourceItem.objects.get(product=bag).quantity == 25


def test_cancel_order_refunds_what_was_captured() -> None:
    order = paid_order(product_with_stock(quantity=25, price=Decimal("10.00")), 3)
    cancel_order(order=order, by=None, now=timezone.now())
    refund = order.payments.get().refunds.get()
    assert (refund.amount, refund.status) == (order.total, "requested")


def test_cancel_order_says_who_and_when() -> None:
    staff = User.objects.create_user("ada")
    canceled = cancel_order(order=paid_order(product_with_stock(quantity=2), 1), by=staff, now=timezone.now())
    assert canceled.canceled_by == staff
    assert canceled.canceled_at is not None


def test_x14_canceling_twice_gives_the_units_back_once() -> None:
    bag = product_with_stock(quantity=10)
    order = paid_order(bag, 1)
    cancel_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotCancel):
        cancel_order(order=order, by=None, now=timezone.now())
    assert bag.salable_quantity() == 10


def test_c29_units_of_a_deleted_product_are_given_back_to_nobody() -> None:
    bag = product_with_stock(quantity=10, sku="SAME")
    order = paid_order(bag, 3)
    bag.delete()
    again = product_with_stock(quantity=50, sku="SAME")
    cancel_order(order=order, by=None, now=timezone.now())
    assert again.salable_quantity() == 50


def test_c11_x16_a_renamed_sku_keeps_its_reservation() -> None:
    bag = product_with_stock(quantity=1)
    paid_order(bag, 1)
    bag.sku = "RENAMED"
    bag.save()
    assert Product.objects.get(sku="RENAMED").salable_quantity() == 0
    assert Reservation.objects.count() == 1


def offline_order(bag: Product, quantity: int) -> Order:
    return place_order(
        lines={bag: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def units_of(order: Order, quantity: str | int) -> dict[OrderLine, Decimal]:
    return {order.lines.get(): Decimal(quantity)}


def test_cancel_order_cancels_units_of_a_line_and_leaves_the_rest() -> None:
    bag = product_with_stock(quantity=10, price=Decimal("12.00"), sku="24-MB01")
    order = paid_order(bag, 5)
    cancel_order(order=order, units=units_of(order, 2), by=None, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.lines.get().open, bag.salable_quantity()) == ("processing", 3, 7)
    assert order.events.get(kind="canceled").text == "Canceled 2 of 24-MB01 and refunded USD 24.00."
    assert order.payments.get().refunds.get().amount == Decimal("24.00")


def test_cancel_order_gives_up_units_that_were_not_paid_for_first() -> None:
    order = paid_order(product_with_stock(quantity=10), 5)
    edit_order(order=order, units=units_of(order, 7), by=None, now=timezone.now())
    cancel_order(order=order, units=units_of(order, 3), by=None, now=timezone.now())
    line = order.lines.get()
    assert (line.canceled, line.refunded) == (3, 1)
    assert order.payments.first().refunds.get().amount == Decimal("10.00")  # type: ignore[union-attr]  # it was paid
    assert unsound(limit=0) == []


def test_cancel_order_leaves_what_was_invoiced_offline_to_a_credit_memo() -> None:
    order = offline_order(product_with_stock(quantity=10), 5)
    invoice_order(order=order, units=units_of(order, 3), by=None, now=timezone.now())
    with pytest.raises(CannotCancel, match=r"3 asked, 2 can be canceled\."):
        cancel_order(order=order, units=units_of(order, 3), by=None, now=timezone.now())
    cancel_order(order=order, units=units_of(order, 2), by=None, now=timezone.now())
    assert (order.lines.get().canceled, order.payments.get().refunds.count()) == (2, 0)


def test_cancel_order_names_every_line_that_asks_for_too_much_and_does_nothing() -> None:
    one, two, three = (product_with_stock(quantity=5, sku=sku) for sku in ("ONE", "TWO", "THREE"))
    order = place_order(lines={one: 1, two: 2, three: 3}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    asked = {line: Decimal(2) for line in order.lines.all()}
    with pytest.raises(CannotCancel) as refusal:
        cancel_order(order=order, units=asked | {order.lines.get(sku="TWO"): Decimal(-1)}, by=None, now=timezone.now())
    assert str(refusal.value) == "TWO: -1 asked, which is less than nothing. ONE: 2 asked, 1 can be canceled."
    assert not any(line.canceled for line in order.lines.all())


def test_cancel_order_refuses_a_line_of_another_order() -> None:
    bag = product_with_stock(quantity=9)
    order, other = paid_order(bag, 2), paid_order(bag, 2)
    with pytest.raises(CannotCancel, match="not part of this order"):
        cancel_order(order=order, units=units_of(other, 1), by=None, now=timezone.now())
    assert other.lines.get().canceled == 0


def test_cancel_order_divides_only_what_is_sold_in_decimals() -> None:
    chair = paid_order(product_with_stock(quantity=5), 2)
    with pytest.raises(CannotCancel, match=r"0\.5 asked, but it is sold in whole units only\."):
        cancel_order(order=chair, units=units_of(chair, "0.5"), by=None, now=timezone.now())
    rope = paid_order(product_with_stock(quantity=5, is_qty_decimal=True), 2)
    cancel_order(order=rope, units=units_of(rope, "0.5"), by=None, now=timezone.now())
    assert (chair.lines.get().canceled, rope.lines.get().canceled) == (0, Decimal("0.5"))


def test_a_card_is_asked_for_what_is_left() -> None:
    order = place_order(lines={product_with_stock(quantity=5): 3}, email="ada@example.org", by=None, now=timezone.now())
    cancel_order(order=order, units=units_of(order, 1), by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.payments.get().captured_amount) == ("processing", Decimal("20.00"))
    assert unsound(limit=0) == []


def test_what_a_card_is_paying_already_is_given_back_when_it_has_come() -> None:
    order = place_order(lines={product_with_stock(quantity=5): 3}, email="ada@example.org", by=None, now=timezone.now())
    order.payments.update(transaction_id="under way")
    cancel_order(order=order, units=units_of(order, 1), by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    payment = order.payments.get()
    assert (payment.captured_amount, payment.refunds.get().amount) == (Decimal("30.00"), Decimal("10.00"))
    assert unsound(limit=0) == []


def test_an_edit_that_is_canceled_again_asks_for_nothing() -> None:
    order = paid_order(product_with_stock(quantity=10), 5)
    edit_order(order=order, units=units_of(order, 7), by=None, now=timezone.now())
    cancel_order(order=order, units=units_of(order, 2), by=None, now=timezone.now())
    assert [payment.variant for payment in order.payments.all()] == ["card"]


def test_cancel_order_names_the_first_of_many_lines() -> None:
    products = [product_with_stock(quantity=1, sku=f"{'X' * 60}{number:02}") for number in range(30)]
    order = place_order(lines=dict.fromkeys(products, 1), email="ada@example.org", by=None, now=timezone.now())
    cancel_order(order=order, by=None, now=timezone.now())
    text = order.events.get(kind="canceled").text
    assert text.endswith(" and 22 other products.")
    assert len(text) < 1000


def test_the_rest_of_an_order_that_shipped_in_part_is_complete() -> None:
    order = paid_order(product_with_stock(quantity=5), 3)
    ship_order(
        order=order,
        source=default_source(),
        units=units_of(order, 1),
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    cancel_order(order=order, by=None, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.lines.get().canceled) == ("complete", 2)


def test_cancel_order_gives_back_money_that_was_not_enough_to_invoice_anything() -> None:
    order = place_order(lines={product_with_stock(quantity=5): 5}, email="ada@example.org", by=None, now=timezone.now())
    payment = order.payments.get()
    payment.captured_amount = Decimal("20.00")
    payment.change_status("confirmed")
    cancel_order(order=order, units=units_of(order, 1), by=None, now=timezone.now())
    # No check is asked for beside the card: the order waits for the rest of its money, or expires.
    assert order.payments.count() == 1
    cancel_order(order=order, by=None, now=timezone.now())
    assert payment.refunds.get().amount == Decimal("20.00")
    assert unsound(limit=0) == []


def test_cancel_of_a_raised_order_asks_for_no_check_any_more() -> None:
    order = paid_order(product_with_stock(quantity=25), 5)
    edit_order(order=order, units=units_of(order, 7), by=None, now=timezone.now())
    cancel_order(order=order, by=None, now=timezone.now())
    assert [payment.variant for payment in order.payments.all()] == ["card"]
