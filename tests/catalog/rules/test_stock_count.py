"""What of a page of counts is written: mine alone, never what others changed, never without a word."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.stock_count import CountedRow, CountReason, JudgedRows, judged_rows

units = st.none() | st.sampled_from([Decimal(0), Decimal(1), Decimal("1.5"), Decimal(-3)])


@given(st.lists(st.tuples(units, units, units), max_size=5))
def test_each_row_is_written_left_or_asked_about(
    rows: list[tuple[Decimal | None, Decimal | None, Decimal | None]],
) -> None:
    asked = [CountedRow(number, shown, counted) for number, (shown, counted, _) in enumerate(rows)]
    found = judged_rows(asked, {number: now for number, (*_, now) in enumerate(rows) if now is not None})
    for number, (shown, counted, now) in enumerate(rows):
        is_mine = counted not in {shown, now} and now == shown
        is_contested = counted not in {shown, now} and now != shown
        assert found.changes.get(number) == (counted if is_mine else None)
        assert (number in found.contested, found.contested.get(number)) == (is_contested, now if is_contested else None)


def test_one_of_several_rows_is_written() -> None:
    rows = [CountedRow(number, Decimal(5), Decimal(4 if number == 2 else 5)) for number in range(4)]
    assert judged_rows(rows, dict.fromkeys(range(4), Decimal(5))) == JudgedRows({2: Decimal(4)}, {})


def test_reasons_say_which_way_a_number_may_go() -> None:
    allowed = {
        reason.value: tuple(reason.allows(Decimal(5), Decimal(after)) for after in (4, 5, 6)) for reason in CountReason
    }
    assert allowed == {
        "count": (True, True, True),
        "damage": (True, True, False),
        "theft": (True, True, False),
        "found": (False, True, True),
        "correction": (True, True, True),
    }
