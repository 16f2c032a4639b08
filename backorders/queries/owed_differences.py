"""Where what is kept of a day differs from what ledger and history say of it today."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any

from backorders.models import OrderLine, OwedChange
from backorders.queries.owed_history import (
    PRODUCTS_AT_ONCE,
    FoundChange,
    every_promised_product,
    found_changes,
    kept_days,
)
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
    if (span := kept_days()) is None:
        return
    of_kept = OwedChange.objects.order_by().values_list("product_id", flat=True).distinct()
    for some in batched(sorted({*every_promised_product(), *of_kept}), PRODUCTS_AT_ONCE):
        expected = {
            (each.change.line, each.change.day): _told(each) for each in found_changes(some, span, goes_on=False)
        }
        kept = OwedChange.objects.filter(product__in=some, day__lte=span.last).order_by()
        found = {(line, day): told for line, day, *told in kept.values_list("line_id", "day", *FACTS).iterator()}
        different = sorted(key for key in {*expected, *found} if expected.get(key) != found.get(key))
        yield from _named(different, expected, found)


# What a day says, by the columns of `DayChange`. As lists: of a hundred thousand of them hardly any differs.
FACTS = tuple(field.name for field in fields(DayChange))

type Changes = dict[tuple[int, date], list[Any]]


def _told(found: FoundChange) -> list[Any]:
    change, value = found.change, found.value
    units = (change.became, change.served, change.canceled)
    return [change.since, *units, value.became, value.served, value.canceled]


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
            _change(expected.get((line, day))),
            _change(found.get((line, day))),
        )


def _change(told: list[Any] | None) -> DayChange | None:
    return None if told is None else DayChange(*told)
