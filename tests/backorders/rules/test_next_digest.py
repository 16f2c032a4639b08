from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backorders.rules.next_digest import next_digest

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 7, 1, 5, 59, tzinfo=UTC), datetime(2026, 7, 1, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 6, 0, tzinfo=UTC), datetime(2026, 7, 2, 6, 0, tzinfo=UTC)),
        # The night in which summer time ends has 25 hours.
        (datetime(2026, 10, 24, 7, 0, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_digest_is_due_when_the_clock_on_the_wall_shows_the_hour(now: datetime, expected: datetime) -> None:
    assert next_digest(now=now, hour=8, zone=BERLIN) == expected
