"""Rows of deliveries that a constraint refuses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from backorders.models import Delivery, DeliveryLine, ReceivedSupply, ServedOrder
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import ProductFactory, default_source, expected_supply

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def delivery(**about: Any) -> Delivery:
    return Delivery.objects.create(**{"key": "once", "source": default_source(), "received_at": NOON, **about})


def delivery_twice() -> None:
    delivery(reference="D-7")
    delivery(reference="d-7", key="twice")


def delivery_line(*, quantity: int = 1, times: int = 1) -> Callable[[], object]:
    def write() -> None:
        of, product = delivery(), ProductFactory.create()
        for _ in range(times):
            DeliveryLine.objects.create(delivery=of, product=product, sku="BAG", name="Bag", quantity=quantity)

    return write


def served_nobody() -> None:
    line = DeliveryLine.objects.create(
        delivery=delivery(), product=ProductFactory.create(), sku="BAG", name="Bag", quantity=1
    )
    ServedOrder.objects.create(line=line, order=OrderFactory.create(), units=0)


def received_supply(*, units: int = 1, times: int = 1) -> Callable[[], object]:
    def write() -> None:
        product = ProductFactory.create()
        line = DeliveryLine.objects.create(delivery=delivery(), product=product, sku="BAG", name="Bag", quantity=1)
        supply = expected_supply(product, 4)
        for _ in range(times):
            ReceivedSupply.objects.create(
                line=line, supply=supply, expected_on=supply.expected_on, outstanding=4, units=units
            )

    return write
