"""Paying: captured at once, refused gives back, answered once."""

import pytest
from django.core import mail
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.pay_order import PaymentDetailsNeeded, pay_order
from backorders.actions.place_order import place_order
from backorders.models import Notification, Order
from backorders.tasks.outbox import send_notification
from catalog.models import Product
from tests.backorders.outbox import worded
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
REFUSED = CARD | {"card_number": "4000 0000 0000 0002"}


def placed(bag: Product, quantity: int = 30) -> Order:
    return place_order(lines={bag: quantity}, email="shopper@example.org", by=None, now=timezone.now())


def guides_bag() -> Product:
    return product_with_stock(quantity=25, backorders=2, min_qty=-50)


def test_pay_order_captures_backordered_lines_too_and_the_order_is_processing() -> None:
    order = placed(guides_bag())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    order.refresh_from_db()
    payment = order.payments.get()
    assert (order.status, payment.status) == ("processing", "confirmed")
    assert (payment.captured_amount, order.lines.get().invoiced) == (order.total, 30)


def test_pay_order_with_a_refused_card_cancels_and_gives_the_units_back() -> None:
    bag = guides_bag()
    order = placed(bag)
    pay_order(payment=order.payments.get(), details=REFUSED, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.payments.get().status) == ("canceled", "rejected")
    assert bag.salable_quantity() == 75


def test_pay_order_after_a_refusal_charges_nothing() -> None:
    order = placed(guides_bag())
    payment = order.payments.get()
    pay_order(payment=payment, details=REFUSED, now=timezone.now())
    pay_order(payment=payment, details=CARD, now=timezone.now())
    assert order.payments.get().status == "rejected"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("card_number", "4242 4242 4242 4241", "Please enter a valid card number."),
        ("card_number", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "Please enter a valid card number."),
        ("card_expiry", "01/20", "This card has expired."),
        ("card_expiry", "13/30", "Please enter the expiry date as MM/YY."),
        ("card_cvc", "12", "Please enter the three or four digits of the security code."),
        ("card_cvc", "", "This field is required."),
    ],
)
def test_pay_order_names_the_wrong_detail_and_charges_nothing(field: str, value: str, message: str) -> None:
    order = placed(guides_bag())
    with pytest.raises(PaymentDetailsNeeded) as needed:
        pay_order(payment=order.payments.get(), details=CARD | {field: value}, now=timezone.now())
    assert needed.value.form.errors == {field: [message]}
    assert order.payments.get().captured_amount == 0


def test_pay_order_for_a_canceled_order_charges_nothing() -> None:
    order = placed(guides_bag())
    cancel_order(order=order, by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    assert (order.payments.get().status, order.payments.get().captured_amount) == ("cancelled", 0)


def test_an_order_that_costs_nothing_asks_nobody() -> None:
    order = placed(product_with_stock(quantity=5, price=0), 2)
    pay_order(payment=order.payments.get(), details={}, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.payments.get().status, order.lines.get().invoiced) == ("processing", "confirmed", 2)


def test_the_confirmation_names_the_owed_part_and_is_sent_once() -> None:
    order = placed(guides_bag())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    note = Notification.objects.get()
    send_notification.call(note.pk)
    send_notification.call(note.pk)
    assert [message.to for message in mail.outbox] == [["shopper@example.org"]]
    assert "we'll back order the remaining 5." in mail.outbox[0].body


def test_the_confirmation_says_nothing_of_backorders_in_the_silent_mode() -> None:
    order = placed(product_with_stock(quantity=25, backorders=1, min_qty=-50))
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    body = worded().body_text
    assert "back order" not in body
    assert "Backordered" not in body
