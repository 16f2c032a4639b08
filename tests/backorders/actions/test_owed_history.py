"""Days are kept once they are over, each once, and those of a timer that was dead when it is back."""

from datetime import timedelta

import pytest
from django.test import override_settings

from backorders.actions import owed_history
from backorders.actions.owed_history import keep_owed_days, keep_owed_days_anew
from backorders.models import OwedDay
from backorders.queries.owed_differences import owed_differences
from tests.backorders.owed_weeks import BERLIN, Weeks, at

pytestmark = pytest.mark.django_db


@override_settings(TIME_ZONE=BERLIN)
def test_nothing_is_kept_of_a_day_before_it_is_over() -> None:
    weeks = Weeks()
    weeks.ordered(weeks.box, 5, day=0)
    assert keep_owed_days(now=at(1, 0) + timedelta(minutes=4)) == 0
    assert keep_owed_days(now=at(1, 0) + timedelta(minutes=6)) == 1
    assert [str(day) for day in OwedDay.objects.all()] == ["2026-10-22"]


def test_where_nothing_was_ever_promised_nothing_is_kept() -> None:
    assert (keep_owed_days(now=at(9)), keep_owed_days_anew(now=at(9)), list(owed_differences())) == (0, 0, [])


@override_settings(TIME_ZONE=BERLIN)
def test_somebody_else_who_keeps_the_same_days_meanwhile_leaves_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = Weeks()
    weeks.ordered(weeks.box, 5, day=0)
    keep_owed_days(now=at(3))
    monkeypatch.setattr(owed_history, "kept_days", lambda: None)
    assert keep_owed_days(now=at(3)) == 0
    assert OwedDay.objects.count() == 3


@override_settings(TIME_ZONE=BERLIN)
def test_many_days_are_kept_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = Weeks()
    weeks.ordered(weeks.box, 5, day=0)
    monkeypatch.setattr(owed_history, "MOST_DAYS", 4)
    assert [keep_owed_days(now=at(9)) for _ in range(4)] == [4, 4, 1, 0]
    assert not list(owed_differences())
