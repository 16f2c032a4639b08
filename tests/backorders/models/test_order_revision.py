"""What raises an order's revision, whoever writes it, and what does not."""

from collections.abc import Callable
from decimal import Decimal

import pgtrigger
import pytest
from django.db import connection
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.move_to_front import move_to_front
from backorders.actions.save_destination import save_destination
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
    given: dict[str, object] = {"payment": order.payments.order_by("pk")[0], "key": "a refund", **values}
    return Refund.objects.create(amount=Decimal(1), status=RefundStatus.BY_HAND, requested_at=timezone.now(), **given)


def payment_of(order: Order, *, captured: int) -> Payment:
    return Payment.objects.create(
        order=order, variant="checkmo", total=9, currency=order.currency, captured_amount=captured
    )


LINES = "UPDATE backorders_orderline SET {} WHERE order_id = %s"
RAISES: dict[str, Change] = {
    "held": lambda order: hold_order(order=order, by=None, now=timezone.now()),
    "ships complete": sql("UPDATE backorders_order SET ships_complete = true WHERE id = %s"),
    "total": sql("UPDATE backorders_order SET total = total + 1 WHERE id = %s"),
    **{
        column: sql(f"UPDATE backorders_order SET {column} = 'XX' WHERE id = %s")
        for column in ("customer_name", "street", "city", "postcode", "country")
    },
    **{
        column: sql(LINES.format(f"{column} = {column} + 1"))
        for column in ("unit_price", "ordered", "invoiced", "shipped", "released", "canceled", "refunded")
    },
    "a line more": lambda order: OrderLine.objects.create(order=order, sku="X", name="X", unit_price=0, ordered=1),
    "captured": lambda order: Payment.objects.filter(order=order).update(captured_amount=1),
    "a payment with money": lambda order: payment_of(order, captured=1),
    "given back": refund_of,
}


@pytest.mark.parametrize("what", RAISES)
def test_what_was_agreed_done_or_paid_raises_it(what: str) -> None:
    order = placed(product_with_stock(quantity=10))
    before = revision(order)
    RAISES[what](order)
    assert revision(order) > before


def test_the_first_lines_do_not() -> None:
    assert revision(placed(product_with_stock(quantity=10))) == 1


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


def test_a_line_that_moves_to_another_order_raises_both() -> None:
    product = product_with_stock(quantity=10)
    one, other = placed(product), placed(product)
    before = revision(one), revision(other)
    one.lines.update(order=other)
    assert (revision(one) > before[0], revision(other) > before[1]) == (True, True)


# What each trigger sees that no other does.
NEEDED: dict[str, Change] = {
    "Order:raise_revision": RAISES["total"],
    "OrderLine:revision_on_insert": RAISES["a line more"],
    "OrderLine:revision_on_update": RAISES["invoiced"],
    "OrderLine:revision_on_delete": lambda order: order.lines.all().delete(),
    "Payment:revision_on_insert": RAISES["a payment with money"],
    "Payment:revision_on_update": lambda order: order.payments.update(captured_amount=3),
    "Payment:revision_on_delete": lambda order: order.payments.filter(refunds=None).delete(),
    "Refund:revision_on_insert": lambda order: refund_of(order, key=f"another of {order.pk}"),
    "Refund:revision_on_update": lambda order: Refund.objects.filter(payment__order=order).update(amount=2),
    "Refund:revision_on_delete": lambda order: Refund.objects.filter(payment__order=order).delete(),
}


@pytest.mark.parametrize("trigger", NEEDED)
def test_without_its_trigger_it_stays(trigger: str) -> None:
    seen = []
    for is_dropped in (False, True):
        order = placed(product_with_stock(quantity=10))
        payment_of(order, captured=2)
        refund_of(order, key=f"a refund of {order.pk}")
        if is_dropped:
            ((model, found),) = pgtrigger.registered(f"backorders.{trigger}")
            found.uninstall(model)
        before = revision(order)
        NEEDED[trigger](order)
        seen.append(revision(order) > before)
    assert seen == [True, False]


def test_every_trigger_of_the_revision_is_seen_to_be_needed() -> None:
    triggers = {
        f"{model._meta.object_name}:{trigger.name}"  # noqa: SLF001  Django's API
        for model, trigger in pgtrigger.registered()
        if model._meta.app_label == "backorders" and "revision" in str(trigger.name)  # noqa: SLF001  Django's API
    }
    assert triggers == NEEDED.keys()


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
    "a place on the map": lambda order: save_destination(
        order=order, point=Point(Decimal("52.5"), Decimal("13.4")), by=None, now=timezone.now()
    ),
    "a place in the queue": lambda order: order.lines.update(queue_priority=-1),
    "a product that is deleted": lambda order: order.lines.update(product=None),
    "a payment that only asks for money": lambda order: payment_of(order, captured=0).delete(),
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
