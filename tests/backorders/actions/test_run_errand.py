"""Money that was only authorised is captured after commit, once, or let go."""

from decimal import Decimal

import pytest
from django.utils import timezone
from payments import PaymentError
from payments.core import provider_factory

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.actions.run_errand import capture_payment, run_errand, withdraw_payment
from backorders.models import Errand, Notification, Order, Payment
from catalog.rules.sales_settings import ORDER_COPY_TO
from tests.backorders.outbox import errand_due, put_all_in_words
from tests.factories.catalog import configure, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


class Gateway:
    """Keeps what it was asked; captures unless it was told to refuse."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.refuses = False
        monkeypatch.setattr(provider_factory("card"), "capture", self.capture)
        monkeypatch.setattr(provider_factory("card"), "release", lambda _payment: self.asked.append("release"))

    def capture(self, _payment: Payment, amount: Decimal) -> Decimal:
        self.asked.append(f"capture {amount:.2f}")
        if self.refuses:
            raise PaymentError("The authorisation has expired.")
        return amount


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    return Gateway(monkeypatch)


def authorised() -> tuple[Order, Payment]:
    bag = product_with_stock(quantity=10, price=Decimal("34.00"))
    order = place_order(lines={bag: 2}, email="ada@example.org", by=None, now=timezone.now())
    payment = order.payments.get()
    payment.change_status("preauth")
    return order, payment


def state(order: Order) -> tuple[str, str, Decimal]:
    payment = Payment.objects.get(order=order)
    return Order.objects.get(pk=order.pk).status, payment.status, payment.captured_amount


def test_the_provider_is_asked_after_commit_and_once(gateway: Gateway) -> None:
    order, payment = authorised()
    payment.change_status("preauth")
    assert (gateway.asked, Errand.objects.filter(kind="capture").count()) == ([], 1)
    for _ in range(2):
        capture_payment(payment_id=payment.pk)
    assert gateway.asked == ["capture 68.00"]
    assert state(order) == ("processing", "confirmed", Decimal("68.00"))
    assert unsound(limit=0) == []


def test_a_capture_that_is_refused_leaves_the_order_waiting_and_says_why(gateway: Gateway) -> None:
    order, payment = authorised()
    gateway.refuses = True
    capture_payment(payment_id=payment.pk)
    assert state(order) == ("pending_payment", "preauth", 0)
    assert Payment.objects.get().message == "The authorisation has expired."


def test_what_was_authorised_for_a_canceled_order_is_let_go(gateway: Gateway) -> None:
    order, payment = authorised()
    cancel_order(order=order, by=None, now=timezone.now())
    capture_payment(payment_id=payment.pk)
    assert (gateway.asked, state(order)) == ([], ("canceled", "cancelled", 0))
    withdraw_payment(payment_id=payment.pk, was_authorised=True)
    assert gateway.asked == ["release"]
    assert unsound(limit=0) == []


def test_what_is_authorised_after_somebody_canceled_the_order_is_let_go(gateway: Gateway) -> None:
    order, payment = authorised()
    cancel_order(order=order, by=None, now=timezone.now())
    Payment.objects.get().change_status("preauth")
    capture_payment(payment_id=payment.pk)
    assert (gateway.asked, state(order)) == (["release"], ("canceled", "refunded", 0))
    assert unsound(limit=0) == []


def test_what_was_authorised_late_is_captured_and_reopens_the_order(gateway: Gateway) -> None:
    order, payment = authorised()
    payment.change_status("rejected")
    payment.change_status("preauth")
    capture_payment(payment_id=payment.pk)
    assert (gateway.asked, state(order)) == (["capture 68.00"], ("processing", "confirmed", Decimal("68.00")))
    assert unsound(limit=0) == []


def test_a_reopened_order_is_confirmed_to_its_shopper_and_to_staff_once() -> None:
    configure(ORDER_COPY_TO, "orders@example.org")
    errand = errand_due()
    Notification.objects.all().delete()
    for _ in range(2):
        Errand.objects.update(sent_at=None, next_try_at=timezone.now())
        run_errand(errand_id=errand.pk, clock=timezone.now)
        put_all_in_words()
    assert sorted(Notification.objects.values_list("recipient", flat=True)) == ["ada@example.org", "orders@example.org"]
