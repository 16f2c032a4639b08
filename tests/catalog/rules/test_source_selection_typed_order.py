"""The order of a stock's sources as it is typed where no script moves the rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.source_selection import in_typed_order


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ((1, 2, 3), "ABC"),
        ((3, 2, 3), "BCA"),
        ((1, 2, 1), "CAB"),
        ((2, 1, 3), "BAC"),
        ((99, 2, 3), "BCA"),
        ((3, 2, 1), "CBA"),
        ((1, 1, 3), "BAC"),
        ((2, 2, 3), "BAC"),
    ],
)
def test_a_row_goes_before_or_behind_the_one_whose_priority_it_was_given(typed: tuple[int, ...], order: str) -> None:
    assert "".join(chr(row) for row in in_typed_order([ord(name) for name in "ABC"], typed)) == order


@given(st.lists(st.integers(1, 9), max_size=6))
def test_no_row_is_lost(typed: list[int]) -> None:
    rows = list(range(100, 100 + len(typed)))
    assert sorted(in_typed_order(rows, typed)) == rows
