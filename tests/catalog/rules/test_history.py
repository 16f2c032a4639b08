"""Which fields a change of a row touched."""

from datetime import UTC, datetime

import pytest

from catalog.rules.history import Change, changed_fields, is_about


def test_fields_that_differ_are_named_in_the_order_of_the_newer_row() -> None:
    assert changed_fields({"a": 1, "b": 2, "c": 3}, {"c": 4, "b": 2, "a": 0}) == ("c", "a")


def test_a_field_that_was_not_there_before_differs_unless_it_is_empty() -> None:
    assert changed_fields({}, {"a": 1, "b": None}) == ("a",)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("", True),
        ("quantity LYON", True),
        ("wet", True),
        ("ann admin", True),
        ("25 24", True),
        ("quantity paris", False),
    ],
)
def test_words_stand_anywhere_in_a_change(words: str, *, is_found: bool) -> None:
    change = Change(datetime.now(UTC), "Quantity at Lyon", "25", "24", "Ann", "Admin: Sources", "Damage: wet")
    assert is_about(change, words) == is_found
