"""When the shopper of an unpaid check order is reminded of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from catalog.rules.sales_settings import days_before


@dataclass(frozen=True)
class PlacedBetween:
    """Orders placed after `after` and at `until` or before; None has no bound."""

    after: datetime | None
    until: datetime


def reminded_when_placed(*, now: datetime, lifetime: Decimal, days: Decimal) -> PlacedBetween | None:
    """Return when the orders were placed that are reminded `now`, `days` before their `lifetime` (days) ends; None for nobody.

    0 days reminds nobody; nor do as many as the lifetime or more: the confirmation has just said it all.
    """
    if not 0 < days < lifetime:
        return None
    until = days_before(now, lifetime - days)
    return None if until is None else PlacedBetween(days_before(now, lifetime), until)


def ends_at(placed_at: datetime, lifetime: Decimal) -> datetime | None:
    """Return when an order ends that nobody pays within `lifetime` days; None beyond the calendar."""
    try:
        return placed_at + timedelta(days=float(lifetime))
    except OverflowError:
        return None
