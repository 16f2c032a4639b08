"""Who is served by a delivery to one stock."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from backorders.models import QueuePlace
from backorders.rules.delivery import served_by
from backorders.rules.queue import Expected, Place
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class Waiting:
    """A line that owes units: what is covered and owed now, and what the delivery would cover of it. In units."""

    line_id: int
    order_id: int
    number: str
    customer: str
    status: str
    placed_at: datetime
    position: int
    open: Decimal
    covered: Decimal
    owed: Decimal
    served: Decimal
    expected: Expected | None


def waiting_lines(*, stock_id: int, product_id: int, delivered: Decimal, first: int) -> tuple[Waiting, ...]:
    """Return the `first` lines of the queue that owe units, and what `delivered` units would cover of each. One query."""
    places = QueuePlace.objects.filter(stock_id=stock_id, product_id=product_id, owed__gt=0)
    return tuple(
        Waiting(
            line_id=place.line_id,
            order_id=place.order_id,
            number=place.order.number,
            customer=place.order.customer_name or place.order.email,
            status=place.order.status_label,
            placed_at=place.placed_at,
            position=place.position,
            open=place.open,
            covered=place.covered,
            owed=place.owed,
            served=served_by(
                delivered,
                Place(place.line_id, place.position, place.before, place.open, place.covered, place.owed),
                on_hand=place.on_hand,
            ),
            expected=place.expected,
        )
        for place in places.select_related("order").order_by("position")[:first]
    )


def open_and_owed(*, stock_id: int, product_id: int) -> tuple[Decimal, Decimal]:
    """Return the open and the owed units of the whole queue of one (stock, product). One query."""
    places = QueuePlace.objects.filter(stock_id=stock_id, product_id=product_id)
    found = places.aggregate(open=Sum("open"), owed=Sum("owed"))
    return found["open"] or ZERO, found["owed"] or ZERO
