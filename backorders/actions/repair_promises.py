"""Repair the ledger against the orders: by a row that compensates, never by rewriting."""

from collections.abc import Iterable

from django.db import transaction

from backorders.models import Order
from backorders.queries.promise_differences import PromiseDifference, promise_differences
from catalog.models import Reservation
from catalog.models.reservation import EventType


def repair_promises(differences: Iterable[PromiseDifference]) -> int:
    """Write one compensating row for each difference that still stands, order by order, and return how many were written.

    Each order is locked and judged again first: what happened to it meanwhile is counted, and two repairs cannot both write.
    """
    return sum(_repair(number) for number in sorted({difference.order_number for difference in differences}))


def _repair(order_number: str) -> int:
    with transaction.atomic():
        # The lock that every action on an order takes first; a ledger row may name an order that does not exist any more.
        Order.objects.select_for_update(of=("self",)).filter(number=order_number).first()
        rows = [
            Reservation(
                stock_id=difference.stock_id,
                product_id=difference.product_id,
                quantity=difference.found - difference.expected,
                event_type=EventType.MANUAL_COMPENSATION,
                event_key=(
                    f"{EventType.MANUAL_COMPENSATION.value}:{order_number}"
                    f":{difference.stock_id}:{difference.product_id}:{difference.last_row}"
                ),
                order_number=order_number,
            )
            for difference in promise_differences(order_number=order_number)
        ]
        return len(Reservation.objects.bulk_create(rows))
