"""Where what is kept of a day differs from what ledger and history say of it today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import batched

from django.db.models import Max, Min

from backorders.models import OrderLine, OwedChange, OwedDay
from backorders.queries.owed_history import PRODUCTS_AT_ONCE, Span, every_promised_product, found_changes
from catalog.models import Stock


@dataclass(frozen=True)
class DayChange:
    """What a day changed: units that became owed, were served, were given up, and since when the order is owed any."""

    since: date
    became: Decimal
    served: Decimal
    canceled: Decimal
    became_value: Decimal
    served_value: Decimal
    canceled_value: Decimal


@dataclass(frozen=True)
class OwedDifference:
    """A day of one product in one order: `expected` from the ledger, `found` as it is kept; None for nothing."""

    day: date
    stock: str
    sku: str
    order_number: str
    expected: DayChange | None
    found: DayChange | None


def owed_differences() -> Iterator[OwedDifference]:
    """Yield what differs, product by product. A few queries for thousands of products; none where nothing is kept."""
    kept = OwedDay.objects.aggregate(first=Min("day"), last=Max("day"))
    if kept["first"] is None:
        return
    span = Span(kept["first"], kept["last"])
    of_kept = OwedChange.objects.order_by().values_list("product_id", flat=True).distinct()
    for some in batched(sorted({*every_promised_product(), *of_kept}), PRODUCTS_AT_ONCE):
        expected = {
            (each.change.line, each.change.day): _told(each.row) for each in found_changes(some, span, goes_on=False)
        }
        found = {
            (row.line_id, row.day): _told(row)
            for row in OwedChange.objects.filter(product__in=some, day__lte=span.last).iterator()
        }
        different = sorted(key for key in {*expected, *found} if expected.get(key) != found.get(key))
        yield from _named(different, expected, found)


type Changes = dict[tuple[int, date], DayChange]


def _told(row: OwedChange) -> DayChange:
    return DayChange(
        row.since,
        row.became,
        row.served,
        row.canceled,
        row.became_value,
        row.served_value,
        row.canceled_value,
    )


def _named(different: list[tuple[int, date]], expected: Changes, found: Changes) -> Iterator[OwedDifference]:
    if not different:
        return
    lines = OrderLine.objects.select_related("order").in_bulk({line for line, _ in different})
    stocks = dict(Stock.objects.values_list("pk", "name"))
    for line, day in different:
        row = lines[line]
        yield OwedDifference(
            day,
            stocks[row.order.stock_id],
            row.sku,
            row.order.number,
            expected.get((line, day)),
            found.get((line, day)),
        )
