"""Canceling and refunding, as docs/scenarios.md tells it. C24 is a race: `tests/concurrency/test_refund_races.py`."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, QueuePlace
from backorders.rules.credit_memo import Refunded
from catalog.models import Product, SourceItem
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def placed(product: Product, quantity: int, *, method: str = "checkmo") -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


def paid(product: Product, quantity: int) -> Order:
    order = placed(product, quantity, method="card")
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def test_c41_the_rest_is_canceled_and_five_are_credited() -> None:
    product = product_with_stock(quantity=100)
    order = placed(product, 10)
    line = order.lines.get()
    invoice_order(order=order, units={line: Decimal(7)}, by=None, now=timezone.now())
    ship_order(
        order=order,
        source=default_source(),
        units={line: Decimal(3)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    cancel_order(order=order, by=None, now=timezone.now())
    refund_order(
        order=order, units={line: Refunded(Decimal(5), return_to_stock=True)}, key="memo", by=None, now=timezone.now()
    )
    level = product.stock_level()
    assert (level.on_hand, level.reserved, product.salable_quantity()) == (98, 0, 98)
    line.refresh_from_db()
    assert (line.canceled, line.released, line.refunded) == (3, 4, 5)
    assert unsound(limit=0) == []


def test_x25_a_canceled_order_covers_the_next_in_the_queue() -> None:
    product = product_with_stock(quantity=5, backorders=1)
    first, second = paid(product, 8), paid(product, 2)
    assert [place.owed for place in QueuePlace.objects.filter(product=product).order_by("position")] == [3, 2]
    cancel_order(order=first, by=None, now=timezone.now())
    place = QueuePlace.objects.get(line=second.lines.get())
    assert (product.stock_level().free, place.covered, place.owed) == (3, 2, 0)


def test_x25_units_of_a_line_cover_the_next_in_the_queue() -> None:
    product = product_with_stock(quantity=5, backorders=1)
    first, second = paid(product, 8), paid(product, 2)
    cancel_order(order=first, units={first.lines.get(): Decimal(4)}, by=None, now=timezone.now())
    place = QueuePlace.objects.get(line=second.lines.get())
    assert (product.stock_level().free, place.covered, place.owed) == (-1, 1, 1)


def test_x14_a_cancel_that_arrives_twice_gives_units_and_money_back_once() -> None:
    product = product_with_stock(quantity=10)
    order = paid(product, 1)
    order.refresh_from_db()
    cancel_order(order=order, by=None, revision=order.revision, now=timezone.now())
    with pytest.raises(CannotCancel, match="The order has changed since this page was opened"):
        cancel_order(order=order, by=None, revision=order.revision, now=timezone.now())
    assert (product.salable_quantity(), order.payments.get().refunds.count()) == (10, 1)


def test_c42_a_full_refund_with_return_gives_back_what_left_and_no_more() -> None:
    product = product_with_stock(quantity=115)
    order = paid(product, 15)
    line = order.lines.get()
    ship_order(
        order=order,
        source=default_source(),
        units={line: Decimal(15)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    refund_order(
        order=order, units={line: Refunded(Decimal(15), return_to_stock=True)}, key="memo", by=None, now=timezone.now()
    )
    order.refresh_from_db()
    assert (SourceItem.objects.get().quantity, product.salable_quantity(), order.status) == (115, 115, "closed")
