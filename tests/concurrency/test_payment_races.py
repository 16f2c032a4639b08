"""What a payment provider says at the same instant as somebody else acts: money in = kept + given back, units likewise."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import Any, NoReturn

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from payments import RedirectNeeded
from payments.core import provider_factory

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.hold_order import CannotHold, hold_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.models import Invoice, Order, Payment, Refund
from backorders.queries.locks import payment_claim
from backorders.tasks.outbox import send_refund
from catalog.models import Product
from tests.concurrency.race import race, until_somebody_waits
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)
PLACED = datetime(2026, 11, 2, 12, tzinfo=UTC)
PRICE = Decimal("34.00")
ROUNDS = 4


def bag_of(quantity: int) -> Product:
    return product_with_stock(quantity=quantity, price=PRICE)


def placed(bag: Product) -> Order:
    return place_order(lines={bag: 1}, email="ada@example.org", by=None, now=PLACED)


def telling(order: Order, status: str) -> Callable[[], None]:
    """Return a provider that has read the payment before the race, as one that holds an old row while it waits."""
    payment = Payment.objects.get(order=order)
    return lambda: payment.change_status(status)


def closing(act: Callable[[], None]) -> Callable[[], None]:
    def acted() -> None:
        try:
            act()
        finally:
            connection.close()

    return acted


def canceling(order: Order) -> None:
    with suppress(CannotCancel):
        cancel_order(order=order, by=None, now=timezone.now())


def holding(order: Order) -> None:
    with suppress(CannotHold):
        hold_order(order=order, by=None, now=timezone.now())


ACTS: Mapping[str, Callable[[Order], Callable[[], object]]] = {
    "confirmed": lambda order: telling(order, "confirmed"),
    "refused": lambda order: telling(order, "rejected"),
    "canceled by staff": lambda order: lambda: canceling(order),
    "expired": lambda _: lambda: expire_payments(now=PLACED + timedelta(days=1)),
    "held": lambda order: lambda: holding(order),
}


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(ACTS, 2)))
def test_any_two_at_once_count_units_and_money_once(one: str, other: str) -> None:
    for _ in range(ROUNDS):
        bag = bag_of(5)
        order = placed(bag)
        race([ACTS[one](order), ACTS[other](order)])
        order.refresh_from_db()
        payment = Payment.objects.get(order=order)
        line = order.lines.get()
        kept = payment.captured_amount - sum((each.amount for each in payment.refunds.all()), Decimal("0.00"))
        is_confirmed = "confirmed" in {one, other}
        assert payment.captured_amount == (PRICE if is_confirmed else 0)
        assert (kept, line.open) in {(PRICE, 1), (Decimal(0), 0)} if is_confirmed else kept == 0
        assert bag.salable_quantity() == 5 - line.open
        assert Invoice.objects.filter(order=order).count() <= 1
        if {one, other} <= {"confirmed", "refused", "expired"} and is_confirmed:
            # Nobody but the shop decided, and the units are there.
            assert (order.status, line.open) == ("processing", 1)
        assert unsound(limit=0) == []


def test_a_late_payment_and_another_shopper_want_the_last_unit() -> None:
    for _ in range(ROUNDS * 2):
        bag = bag_of(1)
        order = placed(bag)
        telling(order, "rejected")()

        def buying(bag: Product = bag) -> bool:
            try:
                placed(bag)
            except NotSalable:
                return False
            return True

        workers: list[Callable[[], object]] = [telling(order, "confirmed"), buying]
        has_bought = bool(race(workers)[1])
        order.refresh_from_db()
        assert order.status == ("canceled" if has_bought else "processing")
        assert Refund.objects.filter(payment__order=order).exists() == has_bought
        assert unsound(limit=0) == []


def test_two_late_answers_settle_once() -> None:
    for units in (1, 0):
        bag = bag_of(1)
        order = placed(bag)
        telling(order, "rejected")()
        if not units:
            placed(bag)
        race([telling(order, "confirmed") for _ in range(3)])
        order.refresh_from_db()
        assert order.status == ("processing" if units else "canceled")
        assert Refund.objects.filter(payment__order=order).count() == 1 - units
        assert unsound(limit=0) == []


def test_two_clicks_charge_once(monkeypatch: pytest.MonkeyPatch) -> None:
    order = placed(bag_of(5))
    charged: list[str] = []

    def slow_gateway(payment: Payment, data: Mapping[str, Any]) -> NoReturn:
        charged.append(data["click"])
        time.sleep(0.3)  # while the gateway thinks, the other click must wait for it
        payment.captured_amount = payment.total
        payment.change_status("confirmed")
        raise RedirectNeeded(payment.order_address)

    monkeypatch.setattr(provider_factory("card"), "get_form", slow_gateway)
    payment = order.payments.get()
    addresses = race([lambda: pay_order(payment=payment, details={"click": "one"}, now=timezone.now())] * 3)
    assert (charged, set(addresses)) == (["one"], {payment.order_address})
    assert unsound(limit=0) == []


def test_who_clicks_while_the_gateway_thinks_for_long_is_told_and_not_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    order = placed(bag_of(5))
    payment = order.payments.get()
    monkeypatch.setattr(provider_factory("card"), "get_form", pytest.fail)
    monkeypatch.setattr("backorders.actions.pay_order.PATIENCE", timedelta(milliseconds=50))

    def click() -> tuple[str, str]:
        address = pay_order(payment=payment, details={}, now=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return address, cursor.fetchone()[0]

    with payment_claim(payment.pk, wait=timedelta(seconds=5)):
        assert race([click]) == [(payment.order_address, "0")]


def test_the_order_is_free_while_the_gateway_thinks(monkeypatch: pytest.MonkeyPatch) -> None:
    order = placed(bag_of(5))

    def gateway_meets_staff(payment: Payment, data: Mapping[str, Any]) -> NoReturn:
        del data
        race([lambda: canceling(order)])  # it would wait for ever if a lock were held during the call
        payment.captured_amount = payment.total
        payment.change_status("confirmed")
        raise RedirectNeeded(payment.order_address)

    monkeypatch.setattr(provider_factory("card"), "get_form", gateway_meets_staff)
    pay_order(payment=order.payments.get(), details={}, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, Refund.objects.get().amount) == ("canceled", PRICE)
    assert unsound(limit=0) == []


def test_units_that_are_canceled_while_the_card_is_charged_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    order = place_order(lines={bag_of(5): 3}, email="ada@example.org", by=None, now=PLACED)

    def gateway_meets_staff(payment: Payment, data: Mapping[str, Any]) -> NoReturn:
        del data
        charged = payment.total
        race([lambda: cancel_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())])
        payment.captured_amount = charged
        payment.change_status("confirmed")
        raise RedirectNeeded(payment.order_address)

    monkeypatch.setattr(provider_factory("card"), "get_form", gateway_meets_staff)
    pay_order(payment=order.payments.get(), details={}, now=timezone.now())
    order.refresh_from_db()
    assert (order.status, order.lines.get().invoiced, Refund.objects.get().amount) == ("processing", 2, PRICE)
    assert unsound(limit=0) == []


def test_two_workers_send_a_refund_once(monkeypatch: pytest.MonkeyPatch) -> None:
    order = placed(bag_of(5))
    telling(order, "confirmed")()
    canceling(order)
    sent: list[Decimal] = []

    def slow_gateway(_payment: Payment, amount: Decimal) -> Decimal:
        sent.append(amount)
        time.sleep(0.3)  # the other worker must not take it up meanwhile
        return amount

    monkeypatch.setattr(provider_factory("card"), "refund", slow_gateway)
    pk = Refund.objects.get().pk
    race([lambda: send_refund.call(pk)] * 2)
    assert (sent, Refund.objects.get().status, Payment.objects.get().status) == ([PRICE], "sent", "refunded")


def test_who_waits_for_a_payment_holds_its_order_already() -> None:
    """Everybody locks the order before its payments: two in opposite order would wait for each other."""
    order = placed(bag_of(5))
    payment = order.payments.get()
    with ThreadPoolExecutor(1) as one:
        with transaction.atomic():
            Payment.objects.select_for_update().get(pk=payment.pk)
            waiting = one.submit(closing(telling(order, "confirmed")))
            until_somebody_waits()
            with pytest.raises(OperationalError), transaction.atomic():
                Order.objects.select_for_update(nowait=True).get(pk=order.pk)
        waiting.result()
    payment.refresh_from_db()
    assert payment.status == "confirmed"
