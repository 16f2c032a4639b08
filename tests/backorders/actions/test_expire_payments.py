"""Orders that wait too long for their payment give their units back, once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from payments.core import provider_factory
from psycopg.errors import LockNotAvailable

from backorders.actions.cancel_order import cancel_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.actions.run_errand import withdraw_payment
from backorders.actions.steps.order_status import cancel_unpaid
from backorders.models import Errand, Notification, Order, OrderEvent, Payment, Refund
from backorders.queries.locks import LockedOrder, locked_order
from backorders.tasks.outbox import run_errand
from catalog.models import Product
from catalog.rules.sales_settings import DELETE_PENDING_AFTER
from tests.factories.catalog import configure, default_website, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
PLACED = datetime(2026, 11, 2, 12, tzinfo=UTC)
EIGHT_HOURS = PLACED + timedelta(minutes=480)


def bag_of(quantity: int) -> Product:
    return product_with_stock(quantity=quantity, price=Decimal("34.00"))


def placed(bag: Product, quantity: int = 1, *, method: str = "card") -> Order:
    return place_order(lines={bag: quantity}, email="ada@example.org", payment_method=method, by=None, now=PLACED)


def state(order: Order) -> tuple[str, str]:
    return Order.objects.get(pk=order.pk).status, Payment.objects.get(order=order).status


def test_an_order_expires_after_its_lifetime_and_gives_its_units_back_once() -> None:
    bag = bag_of(10)
    order = placed(bag, 3)
    assert expire_payments(now=EIGHT_HOURS - timedelta(seconds=1)) == 0
    assert [expire_payments(now=EIGHT_HOURS) for _ in range(2)] == [1, 0]
    assert (state(order), bag.salable_quantity()) == (("canceled", "cancelled"), 10)
    event = OrderEvent.objects.get()
    assert (event.kind, event.text) == (
        "expired",
        "No payment arrived within 480 minutes. The units of the order are for sale again.",
    )
    note = Notification.objects.get()
    assert note.recipient == "ada@example.org"
    assert (note.subject, note.order) == (f"Your order #{order.number} was canceled", order)
    for body in (note.body_text, note.body_html):
        assert "No payment for it arrived in time." in body
        assert "Nothing had been paid for it" in body
    assert unsound(limit=0) == []


def test_the_websites_own_lifetime_counts() -> None:
    placed(bag_of(10))
    configure(DELETE_PENDING_AFTER, 60, default_website())
    assert expire_payments(now=PLACED + timedelta(minutes=59)) == 0
    assert expire_payments(now=PLACED + timedelta(minutes=60)) == 1


@pytest.mark.parametrize("lifetime", ["0.0001", "99999999.9999"])
def test_the_shortest_and_the_longest_lifetime_are_borne(lifetime: str) -> None:
    placed(bag_of(10))
    configure(DELETE_PENDING_AFTER, lifetime)
    assert expire_payments(now=EIGHT_HOURS) == (lifetime < "1")


def test_an_order_on_hold_expires_too() -> None:
    bag = bag_of(10)
    order = placed(bag)
    hold_order(order=order, by=None, now=timezone.now())
    assert expire_payments(now=EIGHT_HOURS) == 1
    assert (state(order), bag.salable_quantity()) == (("canceled", "cancelled"), 10)


def test_paid_offline_and_canceled_orders_never_expire() -> None:
    bag = bag_of(10)
    paid, canceled = placed(bag), placed(bag)
    placed(bag, method="checkmo")
    paid.payments.get().change_status("confirmed")
    cancel_order(order=canceled, by=None, now=timezone.now())
    assert expire_payments(now=EIGHT_HOURS) == 0
    assert bag.salable_quantity() == 8


def test_c28_money_that_comes_after_the_order_expired_reopens_it() -> None:
    bag = bag_of(5)
    order = placed(bag)
    expire_payments(now=EIGHT_HOURS)
    Payment.objects.get(order=order).change_status("confirmed")
    assert (state(order), bag.salable_quantity()) == (("processing", "confirmed"), 4)
    assert expire_payments(now=EIGHT_HOURS) == 0
    assert unsound(limit=0) == []


def test_c28_money_that_comes_after_the_units_were_sold_goes_back() -> None:
    bag = bag_of(1)
    order = placed(bag)
    expire_payments(now=EIGHT_HOURS)
    placed(bag)
    Payment.objects.get(order=order).change_status("confirmed")
    assert (state(order), Refund.objects.get().amount) == (("canceled", "confirmed"), Decimal("34.00"))
    assert unsound(limit=0) == []


@pytest.mark.parametrize(("status", "asked"), [("waiting", "cancel"), ("preauth", "release")])
def test_the_provider_is_told_once_that_nobody_waits_any_more(
    monkeypatch: pytest.MonkeyPatch, status: str, asked: str
) -> None:
    order = placed(bag_of(1))
    Payment.objects.update(status=status)
    told: list[str] = []
    for name in ("cancel", "release"):
        monkeypatch.setattr(provider_factory("card"), name, lambda _payment, name=name: told.append(name))
    expire_payments(now=EIGHT_HOURS)
    errand = Errand.objects.get()
    assert told == []
    for _ in range(2):
        run_errand.call(errand.pk)
    assert (told, state(order)) == ([asked], ("canceled", "cancelled"))


def test_a_payment_that_arrived_meanwhile_is_not_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    order = placed(bag_of(1))
    expire_payments(now=EIGHT_HOURS)
    payment = Payment.objects.get(order=order)
    payment.change_status("confirmed")
    monkeypatch.setattr(provider_factory("card"), "cancel", pytest.fail)
    withdraw_payment(payment_id=payment.pk, was_authorised=False)
    assert state(order) == ("processing", "confirmed")


def test_an_order_that_cannot_be_canceled_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = placed(bag_of(1)), placed(bag_of(1))

    def cancel(order: LockedOrder, **about: Any) -> bool:
        if order == broken:
            raise RuntimeError("a row that nobody expected")
        return cancel_unpaid(order, **about)

    monkeypatch.setattr("backorders.actions.expire_payments.cancel_unpaid", cancel)
    assert expire_payments(now=EIGHT_HOURS) == 1
    assert (state(broken), state(other)) == (("pending_payment", "waiting"), ("canceled", "cancelled"))
    assert f"Order {broken.pk}: could not expire it" in caplog.text


def test_the_command_says_what_it_canceled() -> None:
    placed(bag_of(1))
    said = StringIO()
    call_command("expire_payments", stdout=said)
    call_command("expire_payments", stdout=said)
    assert said.getvalue() == "1 unpaid order canceled.\n"


def test_an_order_that_somebody_holds_for_long_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bag = bag_of(10)
    held, other = placed(bag), placed(bag)

    def locked(pk: int) -> Order:
        if pk == held.pk:
            raise OperationalError("canceling statement due to lock timeout") from LockNotAvailable()
        return locked_order(pk)

    monkeypatch.setattr("backorders.actions.expire_payments.locked_order", locked)
    assert expire_payments(now=EIGHT_HOURS) == 1
    assert [state(order)[0] for order in (held, other)] == ["pending_payment", "canceled"]
