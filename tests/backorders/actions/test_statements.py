"""What an action on an order costs does not grow with its lines, and the ledger is its last write, once."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.deliver_order import deliver_order
from backorders.actions.edit_order import edit_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine
from catalog.models import SourceItem
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
LEDGER = 'INSERT INTO "catalog_reservation"'
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def order_of(lines: int, *, method: str = "card", kind: str = "simple", stock: int = 9) -> Order:
    products = [product_with_stock(quantity=stock, product_type=kind, backorders=1) for _ in range(lines)]
    return place_order(
        lines=dict.fromkeys(products, 3), email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


def paid(lines: int, *, kind: str = "simple", stock: int = 9) -> Order:
    order = order_of(lines, kind=kind, stock=stock)
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def one_of_each[T](order: Order, units: T) -> dict[OrderLine, T]:
    return dict.fromkeys(order.lines.all(), units)


def pay(lines: int) -> Callable[[], object]:
    payment = order_of(lines, kind="virtual").payments.get()
    return lambda: pay_order(payment=payment, details=CARD, now=timezone.now())


def invoice(lines: int) -> Callable[[], object]:
    order = order_of(lines, method="checkmo", kind="virtual")
    return lambda: invoice_order(order=order, by=None, now=timezone.now())


def deliver(lines: int) -> Callable[[], object]:
    order = paid(lines, kind="virtual", stock=0)
    SourceItem.objects.update(quantity=9)
    return lambda: deliver_order(order=order, by=None, now=timezone.now())


def ship(lines: int) -> Callable[[], object]:
    order = paid(lines)
    units = one_of_each(order, Decimal(1))
    return lambda: ship_order(
        order=order,
        source=default_source(),
        units=units,
        key=f"{order.pk}",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def edit(lines: int) -> Callable[[], object]:
    order = paid(lines)
    units = one_of_each(order, Decimal(5))
    return lambda: edit_order(order=order, units=units, by=None, now=timezone.now())


def cancel(lines: int) -> Callable[[], object]:
    order = paid(lines)
    return lambda: cancel_order(order=order, by=None, now=timezone.now())


def expire(lines: int) -> Callable[[], object]:
    order = order_of(lines)
    late = order.placed_at.replace(year=order.placed_at.year + 1)
    return lambda: expire_payments(now=late)


def refund(lines: int) -> Callable[[], object]:
    order = paid(lines)
    units = one_of_each(order, Refunded(Decimal(1), return_to_stock=False))
    return lambda: refund_order(order=order, units=units, key=f"{order.pk}", by=None, now=timezone.now())


def reopen(lines: int) -> Callable[[], object]:
    payment = order_of(lines, kind="virtual").payments.get()
    payment.change_status("rejected")
    return lambda: payment.change_status("confirmed")


@pytest.mark.parametrize("act", [pay, invoice, deliver, ship, edit, cancel, expire, refund, reopen])
def test_an_action_costs_the_same_statements_whatever_its_lines(act: Callable[[int], Callable[[], object]]) -> None:
    found = []
    for lines in (2, 12):
        acting = act(lines)
        with CaptureQueriesContext(connection) as captured:
            acting()
        found.append([query["sql"] for query in captured])
    few, many = found
    assert len(few) == len(many)
    for statements in found:
        writes = [statement for statement in statements if statement.startswith(("INSERT", "UPDATE", "DELETE"))]
        assert [statement.startswith(LEDGER) for statement in writes].count(True) == 1
        assert writes[-1].startswith(LEDGER)
