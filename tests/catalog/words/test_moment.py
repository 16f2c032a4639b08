from datetime import UTC, date, datetime

from catalog.words.moment import DAY, LATELY, MOMENT


def test_days_and_moments_are_written_without_zeros_before_the_day() -> None:
    moment = datetime(2026, 12, 3, 9, 5, tzinfo=UTC)
    assert f"{date(2026, 12, 3):{DAY}}" == f"{moment:{DAY}}" == "Dec 3, 2026"
    assert (f"{moment:{MOMENT}}", f"{moment:{LATELY}}") == ("Dec 3, 2026, 09:05", "Dec 3, 09:05")
