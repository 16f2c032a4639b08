from datetime import date
from decimal import Decimal

import pytest

from catalog.rules.grid_filter import Range, Unreadable, UnreadableFilter
from catalog.words.grid_filter import days_words, range_words, unreadable_words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("1", "5.50", "1 to 5.5"),
        ("1", None, "at least 1"),
        (None, "-5", "at most -5"),
        ("5", "5", "5"),
        (None, None, ""),
    ],
)
def test_a_range_in_words(low: str | None, high: str | None, words: str) -> None:
    ends = [None if each is None else Decimal(each) for each in (low, high)]
    assert range_words(Range(*ends)) == words


def test_days_in_words() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 29)
    assert days_words(Range(first, last)) == "Nov 1, 2026 to Nov 29, 2026"
    assert days_words(Range(first, None)) == "since Nov 1, 2026"
    assert days_words(Range(None, last)) == "until Nov 29, 2026"
    assert days_words(Range(last, last)) == "Nov 29, 2026"


def test_every_reason_has_its_words() -> None:
    assert all(unreadable_words(UnreadableFilter(why, typed="abc")).endswith(".") for why in Unreadable)


def test_what_was_typed_is_repeated_short_and_readable() -> None:
    said = unreadable_words(UnreadableFilter(Unreadable.NO_NUMBER, typed="a\u202eb" + "x" * 100))
    assert said.startswith("“a�bxxx")
    assert "…” is no number" in said
    assert len(said) < 100
