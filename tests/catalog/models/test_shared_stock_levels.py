"""Stocks that share sources: after each write their levels are what the rule says of the same rows (docs/rules.md#salable-9)."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import SharingStock, Source, SourceItem, StockLevel, StockSourceLink
from catalog.rules.quantity import ZERO
from catalog.rules.shared_sources import Promise, sharing_groups
from tests.catalog.models.shelf_shop import ShelfShop, open_queue
from tests.catalog.rules.shared_shelves import Shelves, shelves
from tests.examples import of_shops
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db

EU, US = 1, 2
ONE_SHELF = {EU: frozenset({1}), US: frozenset({1})}
number = st.integers(0, 9)
STEPS = (
    "sell",
    "sell",
    "sell",
    "sell older",
    "give back",
    "give back",
    "count",
    "switch",
    "link",
    "unlink",
    "to front",
)


@pytest.fixture(autouse=True)
def queue(db: None) -> None:  # noqa: ARG001  in its transaction
    open_queue()


@given(
    shelf=shelves(most_lines=4),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), number, number, st.integers(1, 4)), max_size=8),
)
@of_shops
def test_levels_are_what_the_rule_says_whatever_happens(shelf: Shelves, steps: list[tuple[str, int, int, int]]) -> None:
    with rolled_back():
        shop = ShelfShop.of(shelf)
        assert shop.kept_free() == shop.sharing().free
        for step, one, other, units in steps:
            take(shop, step, one, other, Decimal(units))
            assert shop.kept_free() == shop.sharing().free, step
            assert_groups(shop)
        assert_covered(shop)


def take(shop: ShelfShop, step: str, one: int, other: int, units: Decimal) -> None:
    stock = sorted(shop.stocks)[one % len(shop.stocks)]
    source = sorted(shop.sources)[other % len(shop.sources)] if shop.sources else None
    if step in {"sell", "sell older"}:
        sell(shop, stock, units, floor=(ZERO, Decimal(-3), None)[other % 3], is_older=step == "sell older")
    elif step in {"give back", "to front"} and shop.lines:
        shop.give_back(one, units) if step == "give back" else shop.move_to_front(one)
    elif source is not None and step == "count":
        item = SourceItem.objects.filter(product=shop.product, source=shop.sources[source])
        item.update(quantity=units * (one - 3), is_in_stock=one != 4)
    elif source is not None and step == "switch":
        Source.objects.filter(pk=shop.sources[source].pk).update(is_enabled=units > 1)
    elif source is not None and step == "link":
        StockSourceLink.objects.get_or_create(stock=shop.stocks[stock], source=shop.sources[source])
    elif source is not None and step == "unlink":
        StockSourceLink.objects.filter(stock=shop.stocks[stock], source=shop.sources[source]).delete()


def sell(shop: ShelfShop, stock: int, units: Decimal, *, floor: Decimal | None, is_older: bool) -> None:
    """The guard lets a sale pass when the rule does: its own floor holds, and nobody else owes more than before."""
    before, level, pk = shop.sharing().free, shop.level(stock), shop.stocks[stock].pk
    promised = shop.promises()
    sold = [Promise(0, pk, units)]
    after = shop.sharing(sold + promised if is_older else promised + sold).free
    is_allowed = (
        level is not None
        and level.sources_in_stock > 0
        and (floor is None or before[pk] - units >= floor)
        and all(min(after[each], ZERO) >= min(before[each], ZERO) for each in after if each != pk)
    )
    assert shop.promise(stock, units, floor=floor, is_older=is_older) == is_allowed


def assert_groups(shop: ShelfShop) -> None:
    drawn_on: dict[int, set[int]] = {stock.pk: set() for stock in shop.stocks.values()}
    for stock, source in StockSourceLink.objects.filter(stock__in=drawn_on).values_list("stock_id", "source_id"):
        drawn_on[stock].add(source)
    expected = {
        stock: (min(group), len({frozenset(drawn_on[each]) for each in group}) == 1)
        for stock, group in sharing_groups(drawn_on).items()
    }
    kept = SharingStock.objects.filter(stock__in=drawn_on).values_list("stock_id", "group_id", "is_same")
    assert {stock: (group, is_same) for stock, group, is_same in kept} == expected
    holding = set(SourceItem.objects.filter(product=shop.product).values_list("source_id", flat=True))
    shared = {
        stock
        for stock, sources in drawn_on.items()
        if any(source in other for source in sources & holding for each, other in drawn_on.items() if each != stock)
    }
    levels = StockLevel.objects.filter(product=shop.product, shares=True)
    assert set(levels.values_list("stock_id", flat=True)) == shared


def assert_covered(shop: ShelfShop) -> None:
    """The walk names the lines that the rule covers; a line that it leaves out has nothing."""
    covered = shop.sharing().covered
    groups = SharingStock.objects.filter(stock__in=[stock.pk for stock in shop.stocks.values()])
    in_groups = set(groups.values_list("stock_id", flat=True))
    walked = dict.fromkeys((each.line for each in shop.promises() if each.stock in in_groups), ZERO)
    with connection.cursor() as cursor:
        for group in set(groups.values_list("group_id", flat=True)):
            cursor.execute("SELECT line, covered FROM catalog_covered_promises(%s, %s)", [shop.product.pk, group])
            walked.update(cursor.fetchall())
    assert walked == {line: covered[line] for line in walked}


def test_five_units_are_sold_once() -> None:
    shop = ShelfShop.of(Shelves({1: Decimal(5)}, ONE_SHELF))
    assert [shop.promise(stock, Decimal(1), floor=ZERO) for stock in (EU, US, EU, US, EU, US, EU)] == [True] * 5 + [
        False
    ] * 2
    assert set(shop.kept_free().values()) == {ZERO}


def test_a_limit_below_zero_is_of_the_stock_that_has_it() -> None:
    shop = ShelfShop.of(Shelves({1: Decimal(5)}, ONE_SHELF))
    sold = [shop.promise(EU, Decimal(1), floor=Decimal(-3)) for _ in range(10)]
    assert (sum(sold), shop.promise(US, Decimal(1), floor=ZERO)) == (8, False)
    assert shop.kept_free() == {shop.stocks[EU].pk: Decimal(-3), shop.stocks[US].pk: ZERO}


def test_an_older_place_takes_nothing_from_another_stock() -> None:
    shop = ShelfShop.of(Shelves({1: Decimal(1)}, ONE_SHELF))
    assert shop.promise(US, Decimal(1), floor=ZERO)
    assert not shop.promise(EU, Decimal(1), floor=Decimal(-5), is_older=True)
    assert shop.promise(EU, Decimal(1), floor=Decimal(-5))
