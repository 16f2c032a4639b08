"""A number of days back: settings take more days than the calendar has."""

from datetime import datetime, timedelta
from decimal import Decimal

SECONDS_A_DAY = 86_400


def days_before(moment: datetime, days: Decimal) -> datetime | None:
    """Return the moment `days` before; None before 1970, when nothing of a shop had begun."""
    if moment.timestamp() <= days * SECONDS_A_DAY:
        return None
    return moment - timedelta(days=float(days))
