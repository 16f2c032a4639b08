"""What shopping engines are told: a backorder has a day within the year, or is not offered."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.availability import AvailabilityStatus
from catalog.rules.product_feed import FARTHEST, feed_availability

TODAY = date(2026, 12, 1)
IN_A_WEEK = date(2026, 12, 8)
BACK = AvailabilityStatus.ON_BACKORDER


@pytest.mark.parametrize(
    ("status", "day", "undated", "told"),
    [
        (AvailabilityStatus.IN_STOCK, None, "5", ("in_stock", None)),
        (AvailabilityStatus.OUT_OF_STOCK, None, "5", ("out_of_stock", None)),
        (BACK, IN_A_WEEK, "5", ("backorder", IN_A_WEEK)),
        (BACK, None, "7", ("backorder", IN_A_WEEK)),
        (BACK, None, "0", ("out_of_stock", None)),
        (BACK, TODAY + FARTHEST, "0", ("backorder", TODAY + FARTHEST)),
        (BACK, TODAY + FARTHEST + timedelta(days=1), "0", ("out_of_stock", None)),
    ],
)
def test_what_google_is_told(
    status: AvailabilityStatus, day: date | None, undated: str, told: tuple[str, date | None]
) -> None:
    assert feed_availability(status, day, undated_days=Decimal(undated), today=TODAY) == told


@given(
    st.sampled_from(AvailabilityStatus),
    st.none() | st.integers(0, 1000).map(lambda days: TODAY + timedelta(days=days)),
    st.decimals(0, 5000, places=1),
)
def test_a_day_is_told_of_backorders_and_of_nothing_else(
    status: AvailabilityStatus, day: date | None, undated: Decimal
) -> None:
    word, told = feed_availability(status, day, undated_days=undated, today=TODAY)
    assert (word == "backorder") == (told is not None)
    assert told is None or (TODAY <= told <= TODAY + FARTHEST and status is BACK)
    assert told in {day, None} or day is None
