"""Send Email: the confirmation once more."""

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.send_again import CannotSendAgain, send_confirmation_again
from backorders.models import Notification, Order
from backorders.storefront.order_payments import order_history
from tests.backorders.staff_orders import placed
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def texts(order: Order) -> list[str]:
    return [event.text for event in order.events.all()]


def test_confirmation_is_sent_again_once_per_request() -> None:
    order = placed(product_with_stock(quantity=9))
    for key in ("a", "a", "b"):
        send_confirmation_again(order=order, key=key, by=None, now=timezone.now())
    assert [note.subject for note in order.notifications.all()] == [f"Your order #{order.number}"] * 3
    assert texts(order) == ["Sent the confirmation again."] * 2
    assert [what for _, what in order_history(order)] == ["Order placed"]


@pytest.mark.parametrize("order_is_paid", [True, False])
def test_confirmation_sent_again_asks_nobody_to_pay_twice(order_is_paid: bool) -> None:
    order = placed(product_with_stock(quantity=9))
    if order_is_paid:
        invoice_order(order=order, by=None, now=timezone.now())
    note = send_confirmation_again(order=order, key="a", by=None, now=timezone.now())
    assert ("Please send your check" in note.body_text) is not order_is_paid


def test_confirmation_of_an_unpaid_card_order_is_not_sent_early() -> None:
    order = placed(product_with_stock(quantity=9), method="card")
    with pytest.raises(CannotSendAgain, match="when the payment arrives"):
        send_confirmation_again(order=order, key="a", by=None, now=timezone.now())
    assert (Notification.objects.count(), texts(order)) == (0, [])


def test_confirmation_of_a_canceled_order_is_not_sent_again() -> None:
    order = placed(product_with_stock(quantity=9))
    cancel_order(order=order, by=None, now=timezone.now())
    before = Notification.objects.count()
    with pytest.raises(CannotSendAgain, match="canceled"):
        send_confirmation_again(order=order, key="a", by=None, now=timezone.now())
    assert Notification.objects.count() == before
