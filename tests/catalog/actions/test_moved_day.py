"""Who is told is looked at in what is done; what was not looked at is not done, and nothing of it stays."""

from datetime import date
from typing import Any

import pytest

from catalog.actions.moved_day import DaysMove, days_looked_at, whose_day_moved
from catalog.models import Source
from catalog.rules.moved_day import MovedCustomer, WhoIsTold
from catalog.signals import days_moved
from tests.factories.catalog import SourceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 3)


def answer(**_: Any) -> WhoIsTold:
    """Say that one order waits for each source that there is."""
    names = Source.objects.order_by("pk").values_list("code", flat=True)
    return WhoIsTold(tuple(MovedCustomer(name, None, None) for name in names))


@pytest.fixture(autouse=True)
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days_moved, "send", lambda **about: [(answer, answer(**about))])


def make_source(seen: str) -> None:
    with days_looked_at([], seen=seen, today=TODAY):
        SourceFactory.create(code="new")


def test_only_who_is_not_to_be_told_already_is_named_and_nothing_stays() -> None:
    before = whose_day_moved([], today=TODAY)
    with pytest.raises(DaysMove, match=r"#new .* Nothing is saved yet: save again") as asked:
        make_source("")
    assert [each.number for each in asked.value.told.customers] == ["new"]
    assert whose_day_moved([], today=TODAY) == before
    with pytest.raises(DaysMove):
        make_source("somebody else")
    make_source(asked.value.told.mark)
    assert Source.objects.filter(code="new").exists()


def test_what_names_nobody_is_done_at_once() -> None:
    with days_looked_at([], seen="", today=TODAY):
        Source.objects.update(name="Renamed")
    assert Source.objects.filter(name="Renamed").exists()


def test_what_is_refused_is_refused() -> None:
    def refuse() -> None:
        with days_looked_at([], seen="", today=TODAY):
            SourceFactory.create(code="new")
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        refuse()
    assert not Source.objects.filter(code="new").exists()
