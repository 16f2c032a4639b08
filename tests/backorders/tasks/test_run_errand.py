"""Money that was only authorised is captured after commit, once, or let go."""

from decimal import Decimal

import pytest
from django.utils import timezone
from payments import PaymentError
from payments.core import provider_factory

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.models import Errand, Order, Payment
from backorders.tasks.run_errand import capture_payment, withdraw_payment
from tests.factories.catalog import product_with_stock
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
        capture_payment(payment.pk)
    assert gateway.asked == ["capture 68.00"]
    assert state(order) == ("processing", "confirmed", Decimal("68.00"))
    assert unsound(limit=0) == []


def test_a_capture_that_is_refused_leaves_the_order_waiting_and_says_why(gateway: Gateway) -> None:
    order, payment = authorised()
    gateway.refuses = True
    capture_payment(payment.pk)
    assert state(order) == ("pending_payment", "preauth", 0)
    assert Payment.objects.get().message == "The authorisation has expired."


def test_what_was_authorised_for_a_canceled_order_is_let_go(gateway: Gateway) -> None:
    order, payment = authorised()
    cancel_order(order=order, by=None, now=timezone.now())
    capture_payment(payment.pk)
    assert (gateway.asked, state(order)) == ([], ("canceled", "cancelled", 0))
    withdraw_payment(payment.pk, was_authorised=True)
    assert gateway.asked == ["release"]
    assert unsound(limit=0) == []


def test_what_is_authorised_after_somebody_canceled_the_order_is_let_go(gateway: Gateway) -> None:
    order, payment = authorised()
    cancel_order(order=order, by=None, now=timezone.now())
    Payment.objects.get().change_status("preauth")
    capture_payment(payment.pk)
    assert (gateway.asked, state(order)) == (["release"], ("canceled", "refunded", 0))
    assert unsound(limit=0) == []


def test_what_was_authorised_late_is_captured_and_reopens_the_order(gateway: Gateway) -> None:
    order, payment = authorised()
    payment.change_status("rejected")
    payment.change_status("preauth")
    capture_payment(payment.pk)
    assert (gateway.asked, state(order)) == (["capture 68.00"], ("processing", "confirmed", Decimal("68.00")))
    assert unsound(limit=0) == []
