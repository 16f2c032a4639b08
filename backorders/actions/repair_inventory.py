"""Levels and ledger are put right where they differ from the rows behind them.

By rows that compensate, never by rewriting. Money is only reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backorders.actions.owed_history import keep_owed_days_anew
from backorders.queries.locks import lock_orders_numbered
from backorders.queries.owed_differences import owed_differences
from backorders.queries.promise_differences import PromiseDifference, promise_differences
from catalog.actions.repair_levels import repair_groups, repair_levels
from catalog.models import Reservation
from catalog.models.reservation import EventType
from catalog.queries.inventory_differences import group_differences, inventory_differences


@dataclass(frozen=True)
class Repaired:
    """How many levels were summed afresh, how many compensating rows were written, and how many days were kept anew."""

    levels: int
    rows: int
    days: int = 0

    def __str__(self) -> str:
        told = f"Repaired. Levels summed afresh: {self.levels:,}. Compensating rows in the ledger: {self.rows:,}."
        return f"{told} Days of what is owed kept anew: {self.days:,}." if self.days else told


def repair_inventory(*, now: datetime) -> Repaired:
    """Repair the ledger first: its compensating rows change levels, which are then summed with them. Days are kept from it, too."""
    rows = repair_promises(promise_differences())
    if group_differences():
        repair_groups()
    levels = repair_levels(inventory_differences())
    differs = next(owed_differences(), None) is not None
    return Repaired(levels, rows, days=keep_owed_days_anew(now=now) if differs else 0)


# Orders of one transaction: few enough that nobody waits for long, many enough that commits are not what takes the time.
AT_ONCE = 100


def repair_promises(differences: Iterable[PromiseDifference]) -> int:
    """Write one compensating row for each difference that still stands, and return how many were written.

    The orders are locked and judged again first: what happened to them meanwhile is counted, and two repairs cannot both write.
    """
    numbers = sorted({difference.order_number for difference in differences})
    return sum(_repair(numbers[start : start + AT_ONCE]) for start in range(0, len(numbers), AT_ONCE))


@transaction.atomic
def _repair(numbers: Sequence[str]) -> int:
    # The lock that every action on an order takes first; a ledger row may name an order that does not exist any more.
    lock_orders_numbered(numbers)
    standing = promise_differences(order_numbers=numbers)
    # Levels are locked by the ledger's trigger, row by row: in the order of everybody.
    in_level_order = sorted(standing, key=lambda each: (each.product_id, each.stock_id, each.order_number))
    return len(Reservation.objects.bulk_create(_compensation(difference) for difference in in_level_order))


def _compensation(difference: PromiseDifference) -> Reservation:
    event = EventType.MANUAL_COMPENSATION
    of_line = f"{difference.order_number}:{difference.stock_id}:{difference.product_id}"
    return Reservation(
        stock_id=difference.stock_id,
        product_id=difference.product_id,
        quantity=difference.found - difference.expected,
        event_type=event,
        event_key=f"{event.value}:{of_line}:{difference.last_row}",
        order_number=difference.order_number,
    )
