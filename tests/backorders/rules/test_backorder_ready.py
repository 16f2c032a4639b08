"""Told is when something was on backorder, something is left, and nothing of that is owed or unpaid."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.backorder_ready import WaitingLine, have_come

units = st.decimals(0, 9, places=0)
lines = st.builds(WaitingLine, units, units, units, units)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ((2, 5, 0, 0), True),
        ((0, 5, 0, 0), False),  # nothing was on backorder
        ((2, 0, 0, 0), False),  # it has left
        ((2, 5, 1, 0), False),
        ((2, 5, 0, 1), False),
    ],
)
def test_one_line(line: tuple[int, int, int, int], *, expected: bool) -> None:
    assert have_come([WaitingLine(*map(Decimal, line))]) is expected


@given(st.lists(lines, max_size=4), lines)
def test_a_line_of_which_nothing_is_left_says_nothing_and_one_that_owes_stops_all(
    some: list[WaitingLine], one: WaitingLine
) -> None:
    gone = WaitingLine(one.was_owed, Decimal(0), one.owed, one.unpaid)
    assert have_come([*some, gone]) == have_come(some)
    assert not have_come([*some, WaitingLine(one.was_owed, Decimal(1), one.owed + 1, one.unpaid)])
