"""Payments: a provider that saves an old instance harms nothing."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Payment
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def waiting() -> Payment:
    bag = product_with_stock(quantity=10, price=Decimal("34.00"))
    return place_order(lines={bag: 2}, email="ada@example.org", by=None, now=timezone.now()).payments.get()


def stored(payment: Payment) -> tuple[str, Decimal]:
    found = Payment.objects.get(pk=payment.pk)
    return found.status, found.captured_amount


def test_a_save_writes_only_what_its_instance_changed() -> None:
    payment = waiting()
    stale = Payment.objects.get(pk=payment.pk)
    payment.change_status("confirmed")
    stale.attrs.session = {"id": "cs_1"}
    stale.transaction_id = "cs_1"
    stale.save()
    assert stored(payment) == ("confirmed", Decimal("68.00"))
    assert Payment.objects.get().attrs.session == {"id": "cs_1"}


def test_a_field_that_is_loaded_again_forgets_no_other_change() -> None:
    payment = waiting()
    payment.transaction_id = "cs_1"
    payment.refresh_from_db(fields=["status"])
    payment.save()
    assert Payment.objects.get().transaction_id == "cs_1"


def test_captured_money_never_falls() -> None:
    payment = waiting()
    payment.change_status("confirmed")
    payment.captured_amount = Decimal("1.00")
    payment.save()
    assert (stored(payment), payment.captured_amount) == (("confirmed", Decimal("68.00")), Decimal("68.00"))


def test_an_answer_that_may_not_follow_is_ignored_with_all_that_came_with_it() -> None:
    payment = waiting()
    stale = Payment.objects.get(pk=payment.pk)
    payment.attrs.session = {"payment_intent": "pi_1"}
    payment.save()
    payment.change_status("confirmed")
    stale.change_status("rejected", "expired")
    stale.attrs.session = {"payment_intent": None}
    stale.save()
    assert stale.status == "confirmed"
    assert stored(payment) == ("confirmed", Decimal("68.00"))
    assert Payment.objects.get().attrs.session == {"payment_intent": "pi_1"}


def test_a_status_is_saved_with_its_message_and_the_time() -> None:
    payment = waiting()
    before = payment.modified
    payment.change_status("error", "The gateway does not answer.")
    found = Payment.objects.get()
    assert (found.status, found.message) == ("error", "The gateway does not answer.")
    assert found.modified > before
