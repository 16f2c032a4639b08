"""One form of date and time on every order screen."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from catalog.admin.history import moment_words


def test_a_moment_is_written_in_the_shops_time_zone() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert moment_words(datetime(2026, 11, 2, 23, 5, tzinfo=UTC)) == "Nov 3, 2026, 00:05"
