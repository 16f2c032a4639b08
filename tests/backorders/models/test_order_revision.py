"""What raises an order's revision, whoever writes it, and what does not."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.move_to_front import move_to_front
from backorders.actions.save_place import save_place
from backorders.actions.send_again import send_confirmation_again
from backorders.models import EventKind, Order, OrderEvent, OrderLine, Payment, Refund, RefundStatus
from catalog.rules.source_selection import Point
from tests.backorders.staff_orders import paid, placed
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db

type Change = Callable[[Order], object]


def revision(order: Order) -> int:
    return Order.objects.values_list("revision", flat=True).get(pk=order.pk)


def sql(statement: str) -> Change:
    def change(order: Order) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [order.pk])

    return change


def refund_of(order: Order, **values: object) -> Refund:
    return Refund.objects.create(
        payment=order.payments.get(),
        key="a refund",
        amount=Decimal(1),
        status=RefundStatus.BY_HAND,
        requested_at=timezone.now(),
        **values,
    )


LINES = "UPDATE backorders_orderline SET {} WHERE order_id = %s"
RAISES: dict[str, Change] = {
    "held": lambda order: hold_order(order=order, by=None, now=timezone.now()),
    "total": sql("UPDATE backorders_order SET total = total + 1 WHERE id = %s"),
    "street": lambda order: Order.objects.filter(pk=order.pk).update(street="1 Elsewhere"),
    **{
        column: sql(LINES.format(f"{column} = {column} + 1"))
        for column in ("unit_price", "ordered", "shipped", "released", "canceled", "refunded")
    },
    "a line more": lambda order: OrderLine.objects.create(order=order, sku="X", name="X", unit_price=0, ordered=1),
    "captured": lambda order: Payment.objects.filter(order=order).update(captured_amount=1),
    "given back": refund_of,
}


@pytest.mark.parametrize("what", RAISES)
def test_what_was_agreed_done_or_paid_raises_it(what: str) -> None:
    order = placed(product_with_stock(quantity=10))
    before = revision(order)
    RAISES[what](order)
    assert revision(order) > before


def test_a_line_that_goes_raises_it() -> None:
    order = placed(product_with_stock(quantity=10))
    before = revision(order)
    order.lines.all().delete()
    assert revision(order) > before


def test_a_refund_that_is_answered_or_taken_back_raises_it() -> None:
    order = paid(product_with_stock(quantity=10))
    refund = refund_of(order, uncredited=Decimal(1))
    seen = [revision(order)]
    Refund.objects.filter(pk=refund.pk).update(uncredited=0)
    seen.append(revision(order))
    refund.delete()
    assert seen[0] < seen[1] < revision(order)


def test_one_unit_withdrawn_and_one_shipped_raises_it() -> None:
    """The sum of all quantities stays as it was: what a page of a credit memo used to go by."""
    order = placed(product_with_stock(quantity=10))
    before = revision(order)
    order.lines.update(ordered=order.lines.get().ordered - 1, shipped=1)
    assert revision(order) > before


STAYS: dict[str, Change] = {
    "a mail": lambda order: send_confirmation_again(order=order, key="k", by=None, now=timezone.now()),
    "a note": lambda order: OrderEvent.objects.create(
        order=order, kind=EventKind.EDITED, text="A comment.", at=timezone.now()
    ),
    "a place on the map": lambda order: save_place(
        order=order, place=Point(Decimal("52.5"), Decimal("13.4")), by=None, now=timezone.now()
    ),
    "a place in the queue": lambda order: order.lines.update(queue_priority=-1),
    "a product that is deleted": lambda order: order.lines.update(product=None),
    "the status of a payment": lambda order: order.payments.update(message="x"),
    "the same once more": lambda order: order.lines.update(ordered=order.lines.get().ordered),
}


@pytest.mark.parametrize("what", STAYS)
def test_what_no_page_acts_on_does_not(what: str) -> None:
    order = paid(product_with_stock(quantity=10))
    before = revision(order)
    STAYS[what](order)
    assert revision(order) == before


def test_how_far_a_refund_is_on_its_way_does_not() -> None:
    order = paid(product_with_stock(quantity=10))
    refund_of(order)
    before = revision(order)
    Refund.objects.update(status=RefundStatus.SENT, message="gone")
    assert revision(order) == before


def test_a_line_that_overtakes_another_does_not() -> None:
    product = product_with_stock(quantity=1, backorders=1)
    placed(product)
    order = placed(product)
    before = revision(order)
    move_to_front(line=order.lines.get(), reason="He waits since May.", by=None, now=timezone.now())
    assert revision(order) == before


def test_saving_an_order_that_was_read_before_never_lowers_it() -> None:
    order = paid(product_with_stock(quantity=10))
    old = Order.objects.get(pk=order.pk)
    order.lines.update(shipped=1)
    now = revision(order)
    old.save()
    assert revision(order) == now
