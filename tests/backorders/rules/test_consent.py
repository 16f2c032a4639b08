"""Whether a shopper is asked to agree to a late day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.consent import is_asked

TODAY = date(2026, 11, 29)
WITHIN = Decimal(30)


def asked(owed: int, days: int | None, within: Decimal = WITHIN) -> bool:
    day = None if days is None else TODAY + timedelta(days=days)
    return is_asked(Decimal(owed), day, within=within, today=TODAY)


def test_thirty_days_are_not_asked_about_and_the_next_one_is() -> None:
    assert [asked(1, days) for days in (0, 30, 31)] == [False, False, True]


@given(owed=st.integers(1, 9), days=st.none() | st.integers(0, 99))
def test_no_day_is_as_late_as_any_and_nothing_owed_is_never_late(owed: int, days: int | None) -> None:
    assert asked(owed, None)
    assert not asked(0, days)
    assert not asked(owed, days, within=Decimal(0))
