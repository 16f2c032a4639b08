"""Say where an order goes, in degrees, for the distance of the sources."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backorders.models import EventKind, Order, OrderEvent
from backorders.queries.locks import locked_order
from catalog.rules.source_selection import Point, is_on_earth


@transaction.atomic
def save_destination(*, order: Order, point: Point, by: User | None, now: datetime) -> Order:
    """Store the latitude and longitude of `order`; nothing happens when they are the same.

    Raises `ValueError` for a place that is not on earth, with nothing saved.
    """
    if not is_on_earth(point):
        message = "A latitude is between -90 and 90, a longitude between -180 and 180."
        raise ValueError(message)
    locked = locked_order(order.pk)
    if (locked.latitude, locked.longitude) == (point.latitude, point.longitude):
        return locked
    locked.latitude, locked.longitude = point.latitude, point.longitude
    locked.save(update_fields=("latitude", "longitude"))
    OrderEvent.objects.create(
        order=locked,
        kind=EventKind.EDITED,
        text=f"Place of delivery: latitude {point.latitude:f}, longitude {point.longitude:f}.",
        at=now,
        by=by,
    )
    return locked
