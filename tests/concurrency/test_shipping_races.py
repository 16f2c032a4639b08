"""Parcels and invoices of one order at the same instant: nothing leaves twice, nothing is paid twice."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.invoice_order import CannotInvoice, invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, Refunded, refund_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order
from catalog.models import Product, Source, SourceItem
from tests.concurrency.race import race
from tests.factories.catalog import SourceFactory, StockFactory, default_website, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4
REFUSALS = (CannotCancel, CannotInvoice, CannotRefund, CannotShip)


def two_shelves(berlin: int, lyon: int) -> tuple[Source, Source, Product]:
    first, second = SourceFactory.create(), SourceFactory.create()
    StockFactory.create(sources=[first, second], website=default_website())
    product = product_with_stock(quantity=berlin, source=first, backorders=1)
    SourceItem.objects.create(product=product, source=second, quantity=lyon)
    return first, second, product


def order_of(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def tried(action: Callable[[], object]) -> Callable[[], bool]:
    def attempt() -> bool:
        try:
            action()
        except REFUSALS:
            return False
        return True

    return attempt


def shipping(order: Order, source: Source, quantity: int, key: str = "parcel") -> Callable[[], bool]:
    units = {order.lines.get(): Decimal(quantity)}
    parcel = f"{key} {source.pk}"
    return tried(
        partial(
            ship_order,
            order=order,
            source=source,
            units=units,
            key=parcel,
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    )


def left(product: Product) -> Decimal:
    return sum((item.quantity for item in SourceItem.objects.filter(product=product)), Decimal(0))


def test_parcels_of_the_same_line_from_two_sources_never_send_more_than_was_ordered() -> None:
    for _ in range(ROUNDS):
        berlin, lyon, product = two_shelves(6, 6)
        order = order_of(product, 6)
        shipped = race([shipping(order, berlin, 6), shipping(order, lyon, 6)])
        assert sorted(shipped) == [False, True]
        assert (left(product), order.lines.get().shipped, unsound(limit=0)) == (6, 6, [])


def test_the_same_parcel_from_one_source_leaves_once() -> None:
    for _ in range(ROUNDS):
        berlin, _, product = two_shelves(6, 6)
        order = order_of(product, 6)
        assert race([shipping(order, berlin, 3)] * 3) == [True, True, True]
        assert (left(product), order.lines.get().shipped, order.shipments.count()) == (9, 3, 1)
        assert unsound(limit=0) == []


def test_an_order_that_is_canceled_while_it_ships_is_one_or_the_other() -> None:
    for _ in range(ROUNDS):
        berlin, _, product = two_shelves(6, 0)
        order = order_of(product, 6)
        shipped, _ = race(
            [shipping(order, berlin, 6), tried(partial(cancel_order, order=order, by=None, now=timezone.now()))]
        )
        line = order.lines.get()
        assert (line.shipped, line.canceled) == ((6, 0) if shipped else (0, 6))
        assert (left(product), unsound(limit=0)) == (0 if shipped else 6, [])


def test_units_that_are_refunded_while_they_ship_come_back_or_never_left() -> None:
    for _ in range(ROUNDS):
        berlin, _, product = two_shelves(6, 0)
        order = order_of(product, 6)
        invoice_order(order=order, by=None, now=timezone.now())
        units = {order.lines.get(): Refunded(Decimal(6), return_to_stock=True)}
        refund = tried(partial(refund_order, order=order, units=units, key=str(order.pk), by=None, now=timezone.now()))
        race([shipping(order, berlin, 6), refund])
        assert (left(product), product.salable_quantity(order.stock), unsound(limit=0)) == (6, 6, [])


def test_an_invoice_that_arrives_many_times_at_once_captures_once() -> None:
    for _ in range(ROUNDS):
        _, _, product = two_shelves(6, 0)
        order = order_of(product, 6)
        units = {order.lines.get(): Decimal(2)}
        key = f"{order.pk}:same"
        send = tried(partial(invoice_order, order=order, units=units, by=None, key=key, now=timezone.now()))
        assert race([send] * 3) == [True, True, True]
        assert (order.invoices.count(), order.payments.get().captured_amount) == (1, 20)
        assert unsound(limit=0) == []
