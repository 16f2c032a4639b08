"""What an order keeps is exact in its currency, however many parts it was paid and refunded in."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from payments import PaymentStatus

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import edit_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import refund_order
from backorders.models import Order, OrderLine, Payment
from backorders.queries.order_money import money_due
from backorders.queries.promise_differences import payment_differences
from backorders.rules.credit_memo import Refunded
from backorders.rules.line_quantities import refundable
from catalog.models import Product, Website
from tests.examples import of_stories
from tests.factories.catalog import product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
# Halves of a cent, and thirds of a unit: where rounding shows.
PRICES = st.sampled_from([Decimal(price) for price in ("9.99", "10.25", "0.01", "10.00", "19.995", "33.3333", "100.5")])
CURRENCIES = st.sampled_from(["USD", "JPY", "KWD"])
PARTS = st.lists(st.sampled_from([Decimal("0.3333"), Decimal("0.5"), Decimal("0.0001"), Decimal(1)]), max_size=5)


def sold_in_decimals(price: Decimal) -> Product:
    return product_with_stock(quantity=50, price=price, is_qty_decimal=True)


def refund(order: Order, quantity: Decimal) -> Decimal:
    line = order.lines.get()
    part = min(quantity, refundable(line.progress()))
    units = {line: Refunded(part, return_to_stock=True)}
    return (
        refund_order(order=order, units=units, key=uuid.uuid4().hex, by=None, now=timezone.now()).amount
        if part
        else Decimal(0)
    )


@of_stories
@given(price=PRICES, currency=CURRENCIES, ordered=st.decimals("1", "4", places=4), invoices=PARTS, memos=PARTS)
def test_parts_of_an_order_add_up_to_what_is_kept(
    price: Decimal, currency: str, ordered: Decimal, invoices: list[Decimal], memos: list[Decimal]
) -> None:
    with rolled_back():
        Website.objects.update(currency=currency)
        order = place_order(
            lines={sold_in_decimals(price): ordered},
            email="ada@example.org",
            payment_method="checkmo",
            by=None,
            now=timezone.now(),
        )
        for part in invoices:
            line = order.lines.get()
            if part <= line.progress().to_invoice:
                invoice_order(order=order, units={line: part}, by=None, now=timezone.now())
        for part in memos:
            refund(order, part)
        assert payment_differences() == ()


@of_stories
@given(price=PRICES, currency=CURRENCIES, ordered=st.decimals("1", "4", places=4), canceled=PARTS, memos=PARTS)
def test_the_last_memo_takes_the_rest(
    price: Decimal, currency: str, ordered: Decimal, canceled: list[Decimal], memos: list[Decimal]
) -> None:
    with rolled_back():
        Website.objects.update(currency=currency)
        order = place_order(
            lines={sold_in_decimals(price): ordered}, email="ada@example.org", by=None, now=timezone.now()
        )
        pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
        for part in canceled:
            line = order.lines.get()
            if part <= line.open:
                cancel_order(order=order, units={line: part}, by=None, now=timezone.now())
        for part in (*memos, ordered):
            refund(order, part)
        payment = order.payments.get()
        assert sum(each.amount for each in payment.refunds.all()) == payment.captured_amount
        assert payment_differences() == ()


@given(price=PRICES, parts=st.lists(st.decimals("0", "100", places=4), min_size=1), currency=CURRENCIES)
def test_parts_of_a_line_add_up_to_the_line(price: Decimal, parts: list[Decimal], currency: str) -> None:
    line = OrderLine(unit_price=price, order=Order(currency=currency))
    done, total = Decimal(0), Decimal(0)
    for part in parts:
        total += line.value_between(done, done + part)
        done += part
    assert total == line.value_of(done)


def test_three_thirds_of_ten_are_ten() -> None:
    order = place_order(
        lines={sold_in_decimals(Decimal("10.00")): 1}, email="ada@example.org", by=None, now=timezone.now()
    )
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    amounts = [refund(order, Decimal(part)) for part in ("0.3333", "0.3333", "0.3334")]
    assert amounts == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]


def paid_less_than_an_edit_asks() -> Order:
    """19.75 came for an order that costs 29.75 by now: the shopper paid what was agreed when the page was shown."""
    order = place_order(
        lines={sold_in_decimals(Decimal("19.75")): 1}, email="ada@example.org", by=None, now=timezone.now()
    )
    edit_order(order=order, units={}, added={sold_in_decimals(Decimal(10)): Decimal(1)}, by=None, now=timezone.now())
    payment = order.payments.get()
    payment.captured_amount = Decimal("19.75")
    payment.change_status(PaymentStatus.CONFIRMED)
    return order


def test_money_kept_for_what_is_still_missing_is_no_difference() -> None:
    order = paid_less_than_an_edit_asks()
    assert (order.invoices.count(), money_due(order)) == (0, Decimal(10))
    assert payment_differences() == ()


def test_money_for_all_that_no_invoice_names_is_a_difference() -> None:
    order = paid_less_than_an_edit_asks()
    Payment.objects.filter(order=order).update(captured_amount=Decimal("29.75"))
    assert [(found.expected, found.found) for found in payment_differences()] == [(0, Decimal("29.75"))]


def test_money_by_check_comes_with_its_invoice_or_is_a_difference() -> None:
    order = paid_less_than_an_edit_asks()
    Payment.objects.filter(order=order).update(variant="checkmo")
    assert [found.order_number for found in payment_differences()] == [order.number]


def test_money_kept_for_units_that_were_canceled_since_is_a_difference() -> None:
    order = paid_less_than_an_edit_asks()
    order.lines.update(canceled=1)
    assert [found.order_number for found in payment_differences()] == [order.number]
