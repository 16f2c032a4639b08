"""What undoing a parcel gives back: never a unit twice, and never one that was refunded."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.handover import HandoverBy, NotUndone, ParcelLine, is_handed_over_by_number, not_undone, scanned

parcels = st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 5)), min_size=1, max_size=4)
order = st.permutations(range(4))


@given(parcels, st.integers(0, 20), st.booleans(), order)
def test_all_parcels_undone_leave_only_what_was_refunded_and_no_shelf_gets_more_than_left_it(
    sent: list[tuple[str, int]], refunded: int, returns: bool, undone: list[int]
) -> None:
    out, shipped = Counter[str](), sum(units for _, units in sent)
    for source, units in sent:
        out[source] += units
    after = min(refunded, shipped)
    left = after if returns else 0
    for source, _ in out.most_common():  # a refund gives back to the source that the line left most, first
        part = min(out[source], left)
        out[source], left = out[source] - part, left - part
    for place in (each for each in undone if each < len(sent)):
        source, units = sent[place]
        line = ParcelLine(1, Decimal(units), Decimal(out[source]), Decimal(shipped), Decimal(after))
        assert 0 <= line.comes_back <= units
        assert line.comes_back + line.stays == units
        out[source], shipped = out[source] - int(line.comes_back), shipped - int(line.comes_back)
        assert out[source] >= 0
    assert shipped == after


@pytest.mark.parametrize(
    ("is_undone", "is_handed_over", "refunded", "why"),
    [
        (False, False, 1, None),
        (True, False, 0, NotUndone.UNDONE),
        (False, True, 0, NotUndone.HANDED_OVER),
        (False, False, 2, NotUndone.REFUNDED),
    ],
)
def test_what_is_undone_handed_over_or_refunded_stays(
    is_undone: bool, is_handed_over: bool, refunded: int, why: NotUndone | None
) -> None:
    lines = [ParcelLine(1, Decimal(2), Decimal(2), Decimal(2), Decimal(refunded))]
    assert not_undone(is_undone=is_undone, is_handed_over=is_handed_over, lines=lines) is why


def test_the_first_number_counts_only_where_the_setting_says_so() -> None:
    found = {(how, numbers): is_handed_over_by_number(how, numbers=numbers) for how in HandoverBy for numbers in (0, 1)}
    assert [key for key, is_handed_over in found.items() if is_handed_over] == [(HandoverBy.NUMBER, 1)]


@pytest.mark.parametrize("typed", ["#000000012", " 000000012\n", "000000012"])
def test_a_scan_is_read_as_numbers_are_kept(typed: str) -> None:
    assert scanned(typed) == "000000012"
