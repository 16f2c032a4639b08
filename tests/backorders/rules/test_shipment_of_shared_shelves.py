"""Which source gives what, where other stocks draw on the same sources: nobody's covered units leave for another (Salable 9)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.shipment import SharedShelf, Wanted, shipment_plan
from catalog.rules.quantity import ZERO
from catalog.rules.shared_sources import Promise, shared_sources
from catalog.rules.source_selection import Candidate
from tests.catalog.rules.shared_shelves import Shelves, shelves

EU, US = 1, 2
BERLIN, LYON = 1, 2
BAG = 7


def shelf_of(shelf: Shelves, stock: int) -> SharedShelf:
    covered: dict[int, Decimal] = {}
    for promise in shelf.promises:
        covered[promise.stock] = covered.get(promise.stock, ZERO) + shelf.sharing.covered[promise.line]
    return SharedShelf(stock, shelf.counted, shelf.drawn_on, covered)


def candidates(shelf: Shelves, stock: int, *, reverse: bool = False) -> list[Candidate]:
    return [Candidate(source, BAG, shelf.counted[source]) for source in sorted(shelf.drawn_on[stock], reverse=reverse)]


@given(shelf=shelves(), place=st.integers(0, 9), reverse=st.booleans())
def test_all_that_is_covered_can_leave_and_nobody_else_loses_a_unit(
    shelf: Shelves, place: int, *, reverse: bool
) -> None:
    stock = sorted(shelf.drawn_on)[place % len(shelf.drawn_on)]
    lines = [
        Wanted(promise.line, BAG, shelf.sharing.covered[promise.line])
        for promise in shelf.promises
        if promise.stock == stock
    ]
    shares = shipment_plan(lines, candidates(shelf, stock, reverse=reverse), {BAG: shelf_of(shelf, stock)})
    for line in lines:
        assert sum((share.deduct for share in shares if share.line_id == line.line_id), ZERO) == line.units
    left = dict(shelf.counted)
    for share in shares:
        left[share.source_id] -= share.deduct
    others = [
        Promise(promise.line, promise.stock, shelf.sharing.covered[promise.line])
        for promise in shelf.promises
        if promise.stock != stock
    ]
    assert set(shared_sources(left, shelf.drawn_on, others).owed.values()) <= {ZERO}


SOME = Shelves(
    {BERLIN: Decimal(5), LYON: Decimal(5)},
    {EU: frozenset({BERLIN, LYON}), US: frozenset({LYON})},
    (Promise(1, EU, Decimal(4)), Promise(2, US, Decimal(3))),
)


def test_a_source_gives_what_other_stocks_can_do_without() -> None:
    shelf = shelf_of(SOME, EU)
    assert (shelf.most_from(LYON), shelf.most_from(BERLIN), shelf.others_at(LYON)) == (2, 4, {US})
    assert (shelf.others_at(BERLIN), shelf_of(SOME, US).others_at(LYON)) == (set(), {EU})
    shares = shipment_plan([Wanted(1, BAG, Decimal(4))], candidates(SOME, EU, reverse=True), {BAG: shelf})
    assert [(share.source_id, share.deduct, share.available, share.most) for share in shares] == [
        (LYON, 2, 5, 2),
        (BERLIN, 2, 5, 4),
    ]


def test_what_may_leave_is_asked_of_each_source_and_line_alone() -> None:
    lines = [Wanted(1, BAG, Decimal(1)), Wanted(2, BAG, Decimal(3)), Wanted(3, BAG, Decimal(9), is_promised=False)]
    shares = shipment_plan(lines, candidates(SOME, EU), {BAG: shelf_of(SOME, EU)})
    assert [(share.line_id, share.source_id, share.most) for share in shares] == [
        (1, BERLIN, 1),
        (1, LYON, 1),
        (2, BERLIN, 3),
        (2, LYON, 2),
        (3, BERLIN, 5),
        (3, LYON, 5),
    ]


def test_lines_of_one_parcel_take_from_what_the_line_before_left() -> None:
    lines = [Wanted(1, BAG, Decimal(1)), Wanted(2, BAG, Decimal(3))]
    shares = shipment_plan(lines, candidates(SOME, EU, reverse=True), {BAG: shelf_of(SOME, EU)})
    assert [(share.line_id, share.source_id, share.deduct) for share in shares] == [
        (1, LYON, 1),
        (1, BERLIN, 0),
        (2, LYON, 1),
        (2, BERLIN, 2),
    ]


def test_what_was_never_promised_is_limited_by_the_shelf_alone() -> None:
    lines = [Wanted(3, BAG, Decimal(4), is_promised=False), Wanted(1, BAG, Decimal(4))]
    shares = shipment_plan(lines, candidates(SOME, EU, reverse=True), {BAG: shelf_of(SOME, EU)})
    assert [share.deduct for share in shares if share.line_id == 3] == [4, 0]
