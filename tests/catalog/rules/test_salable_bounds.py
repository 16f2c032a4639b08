"""Bounds on the one number: what they promise is what the quantities say that are asked one by one."""

from decimal import Decimal

import pytest
from hypothesis import example, given

from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import PLACES
from catalog.rules.salable import (
    ANY_FREE,
    NEVER,
    NO_SOURCE_IN_STOCK,
    Bounds,
    Level,
    bounds,
    can_be_bought,
    check_quantity,
    is_salable,
    salable_quantity,
    sale_step,
    smallest_sale,
)
from tests.catalog.rules.builders import NOTIFY, OFF, ON, level, policy
from tests.catalog.rules.strategies import levels, policies, quantities


def limits(in_force: StockPolicy) -> tuple[Decimal, Decimal, Decimal]:
    found = bounds(in_force)
    return found.salable_from, found.buyable_from, found.in_stock_from


def test_what_the_guide_sells_down_to_49_below_zero() -> None:
    assert bounds(policy(NOTIFY, -50)) == Bounds(Decimal(-50), True, False, Decimal(-50) + PLACES, Decimal(-49), PLACES)


@pytest.mark.parametrize(
    ("in_force", "expected"),
    [
        (policy(OFF), (PLACES, 1, 1)),
        (policy(OFF, 3), (3 + PLACES, 4, 4)),
        (policy(ON), (ANY_FREE, ANY_FREE, PLACES)),
        (policy(ON, -5, least=4), (-5 + PLACES, -1, PLACES)),
        (policy(OFF, 0, least=0, decimals=True), (PLACES, PLACES, PLACES)),
        (policy(OFF, 0, least=5, increments=2), (PLACES, 6, 6)),
        (policy(OFF, 0, least=5, most=4), (PLACES, NEVER, NEVER)),
        (policy(ON, 0, least=5, most=5, increments=2), (ANY_FREE, NEVER, NEVER)),
        (policy(manage_stock=False), (NO_SOURCE_IN_STOCK, NO_SOURCE_IN_STOCK, NO_SOURCE_IN_STOCK)),
        (policy(manage_stock=False, least=5, most=4), (NO_SOURCE_IN_STOCK, NEVER, NEVER)),
        (policy(ON, 0, least=99999999, increments=7), (ANY_FREE, NEVER, NEVER)),
    ],
    ids=str,
)
def test_bounds_of_policies(in_force: StockPolicy, expected: tuple[Decimal, Decimal, Decimal]) -> None:
    assert limits(in_force) == expected


def test_free_units_are_for_sale_where_the_product_is_enabled_assigned_and_in_stock() -> None:
    assert level(5, reserved=7).free_for_sale() == -2
    assert level(5, in_stock=False).free_for_sale() == NO_SOURCE_IN_STOCK
    assert level(5).free_for_sale(is_enabled=False) is None
    assert Level().free_for_sale() is None


@given(levels(), policies())
@example(level("0.5"), policy())
@example(level(4), policy(least=5, increments=2))
def test_a_product_can_be_bought_when_some_quantity_passes(found: Level, in_force: StockPolicy) -> None:
    step = sale_step(in_force) or PLACES
    least = smallest_sale(in_force)
    around = [least + step * n for n in range(-3, 4)]
    asked = [*around, Decimal(1), PLACES, in_force.max_sale_qty, salable_quantity(found, in_force)]
    passes = [check_quantity(each, found, in_force) is None for each in asked]
    assert can_be_bought(found, in_force) == any(passes) == (check_quantity(least, found, in_force) is None)


@given(levels(), policies(), quantities(-12, 12))
def test_more_that_is_free_never_takes_a_sale_away(found: Level, in_force: StockPolicy, free: Decimal) -> None:
    more = Level(found.on_hand + abs(free), found.reserved, found.sources_in_stock, found.sources_assigned)
    assert can_be_bought(more, in_force) >= can_be_bought(found, in_force)
    assert is_salable(more, in_force) >= is_salable(found, in_force)


@given(levels(), policies())
def test_what_is_salable_is_assigned_in_stock_and_above_its_threshold(found: Level, in_force: StockPolicy) -> None:
    has_units = in_force.is_unlimited or found.free > in_force.threshold
    counted = found.sources_in_stock > 0 and has_units
    assert is_salable(found, in_force) == (found.sources_assigned > 0 and (not in_force.manage_stock or counted))


@given(policies())
def test_bounds_follow_each_other(in_force: StockPolicy) -> None:
    salable_from, buyable_from, in_stock_from = limits(in_force)
    assert salable_from <= buyable_from <= in_stock_from
    found = bounds(in_force)
    assert (found.is_limited, found.is_unlimited) == (
        in_force.floor is not None,
        in_force.manage_stock and in_force.is_unlimited,
    )
