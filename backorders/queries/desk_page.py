"""One page of the desk's order lines, with the sums of all of them, in one reading of the queue."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum, Window

from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class DeskPage:
    """The places of page `number` (from 1), and how many lines there are in all with how many units."""

    places: tuple[Any, ...]
    number: int
    lines: int
    units: Decimal


def desk_page(lines: QuerySet[Any], *, units: str, number: int, size: int) -> DeskPage:
    """Return page `number` of `lines`, or the last one when there are fewer; `units` is the column that is summed.

    The window over all open lines is the dear part: it is computed once, and the sums are taken from its rows.
    """
    # Prefetched, not joined: only the orders and products of the page are looked up.
    counted = lines.annotate(all_lines=Window(Count("line_id")), all_units=Window(Sum(units)))
    rows = counted.prefetch_related("order__website", "product", "line")
    found = tuple(rows[(number - 1) * size : number * size])
    if found:
        return DeskPage(found, number, found[0].all_lines, found[0].all_units)
    if number == 1:
        return DeskPage((), 1, 0, ZERO)
    last = max(-(-lines.count() // size), 1)
    return desk_page(lines, units=units, number=min(last, number - 1), size=size)
