"""Shipments and tracking numbers that the database refuses."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from backorders.models import Shipment, TrackingNumber
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import default_source

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def shipment(*, by: str = "", **about: Any) -> Callable[[], Shipment]:
    """Return what makes one; `by` is the column that names a person."""

    def make() -> Shipment:
        who = {by: User.objects.create(username="pack")} if by else {}
        order, source = OrderFactory.create(), default_source()
        return Shipment.objects.create(order=order, source=source, key="once", shipped_at=NOON, **who, **about)

    return make


def tracking_number(*, times: int = 1, number: str = "JD01") -> Callable[[], object]:
    def add() -> None:
        parcel = shipment()()
        for title in range(times):
            TrackingNumber.objects.create(shipment=parcel, title=str(title), number=number, added_at=NOON)

    return add


SHIPMENTS: dict[str, Callable[[], object]] = {
    "shipment_left_or_undone": shipment(handed_over_at=NOON, undone_at=NOON),
    "shipment_handed_over_says_when": shipment(by="handed_over_by"),
    "shipment_undone_says_when": shipment(by="undone_by"),
    "tracking_number_not_empty": tracking_number(number=""),
    "tracking_number_once": tracking_number(times=2),
}
