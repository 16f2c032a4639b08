"""What leaves without a question, and the parcels that are proposed for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.line_quantities import LineProgress, unpaid_units
from backorders.rules.ready_to_ship import (
    ProposedParcel,
    leaves_now,
    leaving,
    parcels_of,
    parcels_text,
    proposed_parcels,
)
from backorders.rules.shipment import Share
from catalog.rules.quantity import ZERO

units = st.integers(0, 9).map(Decimal)


@st.composite
def lines(draw: st.DrawFn) -> LineProgress:
    shipped, canceled, released, left = (draw(units) for _ in range(4))
    ordered = shipped + canceled + released + left
    return LineProgress(ordered, draw(units), shipped, canceled, ZERO, released)


@given(line=lines(), covered=units, costs=st.booleans())
def test_what_leaves_is_covered_open_and_paid_and_nothing_more_of_it_could(
    line: LineProgress, covered: Decimal, costs: bool
) -> None:
    leaves = leaving(line, covered=covered, costs=costs)
    assert 0 <= leaves <= min(covered, line.open)
    if costs:
        assert not unpaid_units(line, leaves)
    if leaves < min(covered, line.open):
        assert costs
        assert unpaid_units(line, leaves + 1)


@given(lines=st.lists(st.tuples(units, units).map(sorted).map(tuple), max_size=4), ships_complete=st.booleans())
def test_an_order_that_ships_complete_leaves_nothing_behind(
    lines: list[tuple[Decimal, Decimal]], ships_complete: bool
) -> None:
    leaves, left = (sum((line[part] for line in lines), ZERO) for part in (0, 1))
    assert leaves_now(lines, ships_complete=ships_complete) is (leaves > 0 and (leaves == left or not ships_complete))


def share(line: int, source: int, deduct: int) -> Share:
    return Share(line, source, Decimal(9), Decimal(deduct), Decimal(9))


def test_a_parcel_of_each_source_that_gives_something() -> None:
    shares = [share(1, 7, 2), share(1, 8, 0), share(2, 7, 1), share(2, 9, 3)]
    assert proposed_parcels(shares, {}, otherwise=5) == (
        ProposedParcel(7, ((1, Decimal(2)), (2, Decimal(1)))),
        ProposedParcel(9, ((2, Decimal(3)),)),
    )


def test_what_is_not_counted_goes_along_or_leaves_from_the_first_source() -> None:
    along = {3: Decimal(4), 4: ZERO}
    assert proposed_parcels([share(1, 7, 2)], along, otherwise=5) == (
        ProposedParcel(7, ((1, Decimal(2)), (3, Decimal(4)))),
    )
    assert proposed_parcels([], along, otherwise=5) == (ProposedParcel(5, ((3, Decimal(4)),)),)
    assert proposed_parcels([], along, otherwise=None) == ()
    assert proposed_parcels([], {4: ZERO}, otherwise=5) == ()


ids = st.integers(1, 10**12)
quantities = st.decimals(Decimal("0.0001"), 9999, places=4)


@st.composite
def parcels(draw: st.DrawFn) -> tuple[ProposedParcel, ...]:
    sources = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    lists = st.dictionaries(ids, quantities, min_size=1, max_size=4)
    return tuple(ProposedParcel(source, tuple(draw(lists).items())) for source in sources)


@given(parcels())
def test_the_text_of_a_form_says_the_same_parcels(sent: tuple[ProposedParcel, ...]) -> None:
    assert parcels_of(parcels_text(sent)) == sent


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            ";",
            "1",
            "1:",
            "1:2",
            "1:2=",
            "1:2=3;",
            "1:2=x",
            "1:2=-3",
            "1:2=1.2.3",
            "1:2=1e9",
            "x:2=3",
            "-1:2=3",
            "1:2=\u0663",
        ),
        *("1:2=3;1:4=5", "1:2=3,2=4", "1:2=999999999", "1:2=.", "1" * 19 + ":2=3", "1:2=3\n", "1:2=0.00001"),
    ],
)
def test_a_text_that_is_none_gives_no_parcel(text: str) -> None:
    assert parcels_of(text) == ()


@given(st.text(alphabet="0123456789:=,;.x") | st.text())
def test_no_text_breaks_it(text: str) -> None:
    for parcel in parcels_of(text):
        assert parcel.units
        assert parcel.total == sum((number for _, number in parcel.units), ZERO)
