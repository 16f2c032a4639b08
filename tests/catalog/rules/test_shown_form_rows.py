from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.shown_form import RowsShown, rows_shown

NAMES = st.frozensets(st.integers(1, 30).map(str), max_size=12)


@given(names=NAMES)
def test_a_form_is_whole_when_each_row_that_it_shows_came(names: frozenset[str]) -> None:
    assert rows_shown(" ".join(names), names) == RowsShown(len(names), 0, 0)


@given(names=NAMES, came=NAMES)
def test_a_lost_row_and_a_strange_one_are_both_counted(names: frozenset[str], came: frozenset[str]) -> None:
    rows = rows_shown(" ".join(sorted(names)), came)
    assert (rows.lost, rows.strange) == (len(names - came), len(came - names))
    assert rows.is_whole == (names == came)
