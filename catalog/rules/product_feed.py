"""What a feed for shopping engines says of a product's stock, in Google's words (docs/rules.md#told-7)."""

from datetime import date, timedelta
from decimal import Decimal

from catalog.rules.availability import AvailabilityStatus
from catalog.rules.promised_day import lead_day

IN_STOCK, OUT_OF_STOCK, BACKORDER = "in_stock", "out_of_stock", "backorder"
# Google takes no later day.
FARTHEST = timedelta(days=365)


def feed_availability(
    status: AvailabilityStatus, day: date | None, *, undated_days: Decimal, today: date
) -> tuple[str, date | None]:
    """Return Google's word for `status`, and the day that it asks of a backorder.

    `day` is what a shopper is told of the first unit, None where nobody knows it: then it is said to come within `undated_days`
    days; 0 offers it as out of stock, and so is offered what comes in more than a year.
    """
    if status is AvailabilityStatus.IN_STOCK:
        return IN_STOCK, None
    told = day or lead_day(undated_days, since=today)
    if status is AvailabilityStatus.OUT_OF_STOCK or told is None or told > today + FARTHEST:
        return OUT_OF_STOCK, None
    return BACKORDER, told
