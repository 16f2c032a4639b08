"""Deliver gives what the queue has for the virtual lines that are paid for, and says why it gives nothing."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.deliver_order import CannotDeliver, deliver_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import EventKind, Order
from catalog.models import Product, Reservation, SourceItem
from catalog.models.reservation import EventType
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def ordered(*products: Product, units: int) -> Order:
    return place_order(
        lines=dict.fromkeys(products, units),
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def deliver(order: Order, revision: int | None = None) -> Order:
    return deliver_order(order=order, by=None, now=timezone.now(), revision=revision)


def counted(product: Product, units: int) -> None:
    SourceItem.objects.filter(product=product).update(quantity=units)


def test_each_delivery_is_said_once_and_takes_its_units_off_the_shelf_and_the_ledger() -> None:
    gift = product_with_stock(quantity=0, sku="GIFT", product_type="virtual", backorders=1)
    cap = product_with_stock(quantity=9, sku="CAP", backorders=1)
    order = invoice_order(order=ordered(gift, cap, units=5), by=None, now=timezone.now())
    for there in (2, 9):
        counted(gift, there)
        deliver(order)
    told = order.events.filter(kind=EventKind.SHIPPED).order_by("pk").values_list("text", "units")
    assert list(told) == [("Delivered 2 of GIFT.", 2), ("Delivered 3 of GIFT.", 3)]
    released = Reservation.objects.filter(event_type=EventType.SHIPMENT_CREATED, product=gift).order_by("pk")
    assert list(released.values_list("quantity", flat=True)) == [2, 3]
    assert [order.lines.get(product=product).shipped for product in (gift, cap)] == [5, 0]
    assert (gift.source_items.get().quantity, unsound(limit=None)) == (Decimal(6), [])


def test_why_nothing_is_delivered() -> None:
    gift = product_with_stock(quantity=0, sku="GIFT", product_type="virtual", backorders=1)
    order = ordered(gift, units=2)
    with pytest.raises(CannotDeliver, match="Nothing of this order is left to deliver"):
        deliver(order)  # nothing is paid for
    order = invoice_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotDeliver, match="Nothing can be delivered yet: 2 owed"):
        deliver(order)
    counted(gift, 1)
    with pytest.raises(CannotDeliver):
        deliver(order, revision=-1)
    hold_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotDeliver, match="that is On Hold"):
        deliver(order)
    assert (order.lines.get().shipped, gift.source_items.get().quantity) == (0, 1)
