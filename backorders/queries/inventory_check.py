"""Everything that is kept beside the rows that it is kept from, compared with them."""

from collections.abc import Iterator
from datetime import datetime

from backorders.queries.owed_differences import DayChange, owed_differences
from backorders.queries.payment import unconfirmed_refunds
from backorders.queries.promise_differences import payment_differences, promise_differences
from backorders.rules.inventory_difference import Difference, DifferenceKind
from catalog.queries.inventory_differences import group_differences, inventory_differences


def every_difference(*, now: datetime) -> Iterator[Difference]:
    """Yield every difference: groups, levels, the ledger, then money, kept and given back, then what is kept by day.

    Five queries, and some for what is kept by day: that reads the whole ledger, and takes the longest by far.
    """
    for stock in group_differences():
        yield Difference(
            DifferenceKind.SHARING, stock.stock, expected=_sharing(stock.expected), found=_sharing(stock.found)
        )
    for level in inventory_differences():
        yield Difference(
            DifferenceKind.LEVEL,
            level.stock,
            level.sku,
            about=level.column.value,
            expected=(f"{level.expected}",),
            found=(f"{level.found}",),
        )
    for promise in promise_differences():
        yield Difference(
            DifferenceKind.PROMISE,
            promise.stock,
            promise.sku,
            promise.order_number,
            expected=(f"{promise.expected}",),
            found=(f"{promise.found}",),
        )
    yield from _of_money(now)
    for kept in owed_differences():
        yield Difference(
            DifferenceKind.DAY,
            kept.stock,
            kept.sku,
            kept.order_number,
            about=f"{kept.day}",
            expected=_day(kept.expected),
            found=_day(kept.found),
        )


def _of_money(now: datetime) -> Iterator[Difference]:
    for payment in payment_differences():
        yield Difference(
            DifferenceKind.PAYMENT,
            order_number=payment.order_number,
            about=payment.currency,
            expected=(f"{payment.expected}",),
            found=(f"{payment.found}",),
        )
    for refund in unconfirmed_refunds(now=now):
        yield Difference(
            DifferenceKind.REFUND,
            order_number=refund.payment.order.number,
            about=refund.payment.currency,
            expected=(f"{refund.amount}",),
            found=(refund.standing(now=now), refund.message),
        )


def _sharing(group: tuple[str, bool] | None) -> tuple[str, ...]:
    if group is None:
        return ()
    first, is_same = group
    return (first, "same") if is_same else (first,)


def _day(change: DayChange | None) -> tuple[str, ...]:
    if change is None:
        return ()
    units = (change.became, change.served, change.canceled)
    values = (change.became_value, change.served_value, change.canceled_value)
    return (*(f"{number}" for number in (*units, *values)), f"{change.since}")
