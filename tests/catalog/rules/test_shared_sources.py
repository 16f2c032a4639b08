"""Sources that several stocks draw on (docs/rules.md#salable-9)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import ZERO
from catalog.rules.salable import owed_part
from catalog.rules.shared_sources import Promise, most_from, shared_sources, sharing_groups
from tests.catalog.rules.shared_shelves import Shelves, UnitByUnit, can_all_be_covered, shelves, subsets, whole
from tests.catalog.rules.strategies import policies

BERLIN, PARIS = 1, 2
EU, US = 10, 20


def lying(**units: int) -> dict[int, Decimal]:
    return {{"berlin": BERLIN, "paris": PARIS}[name]: Decimal(number) for name, number in units.items()}


def test_a_unit_of_two_stocks_is_promised_once() -> None:
    both = Shelves(lying(berlin=5), {EU: frozenset({BERLIN}), US: frozenset({BERLIN})})
    sold = both.after(EU, Decimal(5))
    assert (both.sharing.free, sold.sharing.free) == ({EU: 5, US: 5}, {EU: 0, US: 0})


def test_a_line_moves_an_older_one_to_its_other_source() -> None:
    drawn_on = {EU: frozenset({BERLIN, PARIS}), US: frozenset({BERLIN})}
    sold = Shelves(lying(berlin=5, paris=5), drawn_on).after(EU, Decimal(5))
    assert sold.sharing.free == {EU: 5, US: 5}
    assert sold.after(US, Decimal(5)).sharing.covered == {1: 5, 2: 5}


def test_what_others_hold_is_named() -> None:
    drawn_on = {EU: frozenset({BERLIN}), US: frozenset({BERLIN, PARIS})}
    sold = Shelves(lying(berlin=12, paris=1), drawn_on).after(EU, Decimal(7))
    assert (sold.sharing.free[US], sold.sharing.elsewhere[US]) == (6, {EU: 7})


def test_who_owes_depends_on_the_queue() -> None:
    # So the database keeps what each stock owes, and cannot work it out of the reserved quantities alone.
    both = Shelves(lying(berlin=5), {EU: frozenset({BERLIN}), US: frozenset({BERLIN})})
    eu_first = both.after(EU, Decimal(5)).after(US, Decimal(5)).sharing.free
    us_first = both.after(US, Decimal(5)).after(EU, Decimal(5)).sharing.free
    assert (eu_first, us_first) == ({EU: 0, US: -5}, {EU: -5, US: 0})


def test_groups_are_of_stocks_that_share_directly_or_through_others() -> None:
    chain = {1: {1, 2}, 2: {2, 3}, 3: {3}, 4: {4}, 5: set[int]()}
    assert sharing_groups(chain) == dict.fromkeys((1, 2, 3), frozenset({1, 2, 3}))


def test_twelve_sources_and_eighteen_stocks_are_one_small_sum() -> None:
    drawn_on = {stock: frozenset({stock % 12, (stock * 5 + 1) % 12, (stock * 7 + 2) % 12}) for stock in range(18)}
    promises = [Promise(line, line % 18, Decimal(1)) for line in range(180)]
    found = shared_sources(dict.fromkeys(range(12), Decimal(10)), drawn_on, promises)
    assert sum(found.covered.values()) == 120


@given(shelves())
def test_units_tried_one_by_one_come_to_the_same(shelf: Shelves) -> None:
    assert shelf.sharing.covered == UnitByUnit(shelf).covered
    more = {stock: UnitByUnit(shelf).more(stock) for stock in shelf.drawn_on}
    assert {stock: max(free, ZERO) for stock, free in shelf.sharing.free.items()} == more


@given(shelves())
def test_what_is_not_free_is_owed_or_missing(shelf: Shelves) -> None:
    for stock, free in shelf.sharing.free.items():
        if free <= 0:
            assert free == -shelf.owed(stock) - max(-shelf.on_hand([stock]), ZERO)
        else:
            assert shelf.owed(stock) == 0


@given(shelves())
def test_alone_it_is_on_hand_less_reserved(shelf: Shelves) -> None:
    for stock, sources in shelf.drawn_on.items():
        alone = Shelves(
            {source: shelf.counted[source] for source in sources},
            {stock: sources},
            tuple(promise for promise in shelf.promises if promise.stock == stock),
        )
        assert alone.sharing.free == {stock: alone.on_hand([stock]) - alone.reserved(stock)}


@given(shelves())
def test_stocks_that_share_nothing_never_matter_to_each_other(shelf: Shelves) -> None:
    groups = sharing_groups(shelf.drawn_on)
    for stock in shelf.drawn_on:
        group = groups.get(stock, frozenset({stock}))
        some = replace(
            shelf,
            drawn_on={each: shelf.drawn_on[each] for each in group},
            promises=tuple(promise for promise in shelf.promises if promise.stock in group),
        )
        assert some.sharing.free == {each: shelf.sharing.free[each] for each in group}


@given(shelves())
def test_sharing_never_gives_more_than_the_shelf_and_says_who_has_it(shelf: Shelves) -> None:
    for stock, free in shelf.sharing.free.items():
        assert free <= shelf.on_hand([stock]) - shelf.reserved(stock)
        if free >= 0 and min(shelf.counted.values(), default=ZERO) >= 0:
            elsewhere = sum(shelf.sharing.elsewhere[stock].values(), ZERO)
            assert free == shelf.on_hand([stock]) - shelf.reserved(stock) - elsewhere


@given(shelves(), st.data())
def test_a_sale_never_makes_an_older_line_owe_and_takes_what_free_said(shelf: Shelves, data: st.DataObject) -> None:
    stock = data.draw(st.sampled_from(sorted(shelf.drawn_on)))
    units = data.draw(st.integers(1, 8)) * whole(shelf)
    before, sold = shelf.sharing, shelf.after(stock, units).sharing
    new = len(shelf.promises) + 1
    assert {line: sold.covered[line] for line in before.covered} == before.covered
    # The guard and the ledger's owed part read free as they always did.
    assert sold.owed[new] == owed_part(units, before.free[stock])
    assert sold.free[stock] == before.free[stock] - units
    for other in shelf.drawn_on.keys() - {stock}:
        assert before.free[other] - sold.covered[new] <= sold.free[other] <= before.free[other]
        assert sold.free[other] >= min(before.free[other], ZERO)


@given(shelves(), st.data())
def test_units_that_arrive_make_nobody_owe(shelf: Shelves, data: st.DataObject) -> None:
    assume(shelf.counted)
    source = data.draw(st.sampled_from(sorted(shelf.counted)))
    more = shelf.counted | {source: shelf.counted[source] + data.draw(st.integers(1, 5)) * whole(shelf)}
    after = replace(shelf, counted=more).sharing
    assert all(after.covered[line] >= units for line, units in shelf.sharing.covered.items())
    assert all(after.free[stock] >= free for stock, free in shelf.sharing.free.items())


@given(shelves(), st.data())
def test_free_units_and_all_that_is_owed_do_not_depend_on_the_queue(shelf: Shelves, data: st.DataObject) -> None:
    other = replace(shelf, promises=tuple(data.draw(st.permutations(shelf.promises)))).sharing
    assert sum(other.owed.values()) == sum(shelf.sharing.owed.values())
    positive = {stock: max(free, ZERO) for stock, free in shelf.sharing.free.items()}
    assert {stock: max(free, ZERO) for stock, free in other.free.items()} == positive


@given(shelves(), st.data())
def test_a_line_that_is_covered_at_the_end_takes_from_nobody_further_ahead(shelf: Shelves, data: st.DataObject) -> None:
    stock = data.draw(st.sampled_from(sorted(shelf.drawn_on)))
    units = max(shelf.sharing.free[stock], ZERO)
    place = data.draw(st.integers(0, len(shelf.promises)))
    promises = list(shelf.promises)
    promises.insert(place, Promise(99, stock, units))
    ahead = replace(shelf, promises=tuple(promises)).sharing
    assert ahead.covered == {**shelf.sharing.covered, 99: units}


@given(shelves(), st.lists(policies(), min_size=5, max_size=5), st.data())
def test_each_stock_keeps_to_its_own_floor(shelf: Shelves, policy: list[StockPolicy], data: st.DataObject) -> None:
    unit = whole(shelf)
    floors = {stock: policy[stock - 1].floor for stock in shelf.drawn_on}
    shop = replace(shelf, promises=())
    for _ in range(data.draw(st.integers(1, 12))):
        stock, units = data.draw(st.sampled_from(sorted(floors))), data.draw(st.integers(1, 5)) * unit
        floor = floors[stock]
        if floor is None or shop.sharing.free[stock] - units >= floor:
            shop = shop.after(stock, units)
    for stock, floor in floors.items():
        if floor is not None:
            assert shop.owed(stock) <= max(-floor, ZERO)


@given(shelves(lowest=0), st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), max_size=20))
def test_without_backorders_every_promised_unit_lies_there(shelf: Shelves, wanted: list[tuple[int, int]]) -> None:
    stocks, unit = sorted(shelf.drawn_on), whole(shelf)
    shop = replace(shelf, promises=())
    for number, units in wanted:
        stock = stocks[number % len(stocks)]
        if shop.sharing.free[stock] >= units * unit:
            shop = shop.after(stock, units * unit)
    assert can_all_be_covered(shop, {stock: shop.reserved(stock) for stock in stocks})
    # Nor is a unit refused that could be had.
    for stock in stocks:
        one_more = {each: shop.reserved(each) + (unit if each == stock else ZERO) for each in stocks}
        assert can_all_be_covered(shop, one_more) == (shop.sharing.free[stock] >= unit)


@given(shelves(lowest=0), st.data())
def test_a_shipment_takes_from_a_source_what_nobody_else_needs(shelf: Shelves, data: st.DataObject) -> None:
    stock = data.draw(st.sampled_from(sorted(shelf.drawn_on)))
    assume(shelf.drawn_on[stock])
    source = data.draw(st.sampled_from(sorted(shelf.drawn_on[stock])))
    covered = {each: shelf.reserved(each) - shelf.owed(each) for each in shelf.drawn_on}
    most = most_from(shelf.counted, shelf.drawn_on, covered, stock=stock, source=source)

    def can_ship(units: Decimal) -> bool:
        left = replace(shelf, counted=shelf.counted | {source: shelf.counted[source] - units})
        return left.counted[source] >= 0 and can_all_be_covered(left, covered | {stock: covered[stock] - units})

    assert can_ship(most)
    assert most == covered[stock] or not can_ship(most + whole(shelf))


@pytest.mark.parametrize(("of_us", "most"), [(0, 3), (2, 3), (4, 1), (5, 0)])
def test_what_only_this_source_has_for_another_stock_stays_there(of_us: int, most: int) -> None:
    drawn_on = {EU: {BERLIN, PARIS}, US: {BERLIN}}
    covered = {EU: Decimal(3), US: Decimal(of_us)}
    found = most_from(lying(berlin=5, paris=3), drawn_on, covered, stock=EU, source=BERLIN)
    assert found == most


@given(shelves(lowest=0))
def test_free_is_the_tightest_set_of_stocks(shelf: Shelves) -> None:
    # The other way to say it (Hall, Rado): the least that any set of stocks around this one has left.
    covered = {each: shelf.reserved(each) - shelf.owed(each) for each in shelf.drawn_on}
    for stock in shelf.drawn_on:
        around = [some for some in subsets(shelf.drawn_on) if stock in some]
        left = min(shelf.on_hand(some) - sum(covered[each] for each in some) for some in around)
        assert max(shelf.sharing.free[stock], ZERO) == left
