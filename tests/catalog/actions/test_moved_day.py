"""Who is told is asked of what is done, and nothing of it stays."""

from datetime import date
from typing import Any

import pytest

from catalog.actions.moved_day import who_is_told, whose_day_moved
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


def test_only_who_is_not_to_be_told_already_is_named_and_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days_moved, "send", lambda **about: [(answer, answer(**about))])
    before = whose_day_moved([], today=TODAY)
    told = who_is_told(lambda: SourceFactory.create(code="new"), product_ids=[], today=TODAY)
    assert [each.number for each in told.customers] == ["new"]
    assert whose_day_moved([], today=TODAY) == before


def test_what_is_refused_is_refused() -> None:
    def refuse() -> None:
        SourceFactory.create(code="new")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        who_is_told(refuse, product_ids=[], today=TODAY)
    assert not Source.objects.filter(code="new").exists()
