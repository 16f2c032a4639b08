"""What becomes of a quantity typed in the cart while other windows are open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.placing import LineChange, line_change

QUANTITIES = st.integers(1, 5).map(Decimal)
SHOWN = st.lists(QUANTITIES, max_size=4).map(tuple)


@pytest.mark.parametrize(
    ("shown", "wanted", "now", "answer"),
    [
        ((3,), 3, 3, LineChange.NONE),
        ((3,), 5, 3, LineChange.APPLIED),
        ((3,), 5, 5, LineChange.NONE),
        ((3,), 3, 7, LineChange.ELSEWHERE),
        ((3,), 5, 7, LineChange.CONFLICT),
        ((3, 5), 3, 5, LineChange.APPLIED),
        ((3,), None, 7, LineChange.NONE),
        ((3,), 5, None, LineChange.GONE),
        ((), 5, 7, LineChange.CONFLICT),
    ],
)
def test_line_change_decides(shown: tuple[int, ...], wanted: int | None, now: int | None, answer: LineChange) -> None:
    decimals = [None if number is None else Decimal(number) for number in (wanted, now)]
    assert line_change(tuple(map(Decimal, shown)), decimals[0], decimals[1]) is answer


@given(shown=SHOWN, wanted=st.none() | QUANTITIES, now=st.none() | QUANTITIES)
def test_nothing_is_overwritten_that_the_page_never_showed(
    shown: tuple[Decimal, ...], wanted: Decimal | None, now: Decimal | None
) -> None:
    applied = line_change(shown, wanted, now) is LineChange.APPLIED
    assert applied == (wanted is not None and wanted != now and now in shown)
