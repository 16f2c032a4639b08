from decimal import Decimal

import pytest
from hypothesis import given

from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import clamp
from catalog.rules.salable import Level, is_salable, owed_part, salable_quantity
from catalog.rules.shared_sources import Holding, summed_level
from tests.catalog.rules.builders import NOTIFY, OFF, ON, level, policy
from tests.catalog.rules.strategies import levels, policies, quantities


def test_guide_example_has_25_salable_before_and_75_after_backorders_are_enabled() -> None:
    assert salable_quantity(level(25), policy(OFF, -50)) == 25
    assert salable_quantity(level(25), policy(NOTIFY, -50)) == 75


def test_guide_example_goes_down_to_5_and_to_out_of_stock() -> None:
    assert salable_quantity(level(25, reserved=70), policy(NOTIFY, -50)) == 5
    assert salable_quantity(level(25, reserved=75), policy(NOTIFY, -50)) == 0
    assert not is_salable(level(25, reserved=75), policy(NOTIFY, -50))


def test_c01_three_orders_owe_0_then_2_then_20() -> None:
    assert [owed_part(Decimal(6), Decimal(10)), owed_part(Decimal(6), Decimal(4)), owed_part(Decimal(20), Decimal(-2))] == [
        0, 2, 20,
    ]  # fmt: skip


def test_c03_open_orders_count_before_the_next_one_is_split() -> None:
    assert [owed_part(Decimal(3), Decimal(2)), owed_part(Decimal(2), Decimal(-1))] == [1, 2]
    assert [owed_part(Decimal(n), Decimal(free)) for n, free in ((5, 5), (1, 0), (6, -1))] == [0, 1, 6]


def test_c10_a_negative_threshold_adds_to_the_salable_quantity() -> None:
    assert salable_quantity(level(100), policy(ON, -70)) == 170
    assert salable_quantity(level(25), policy(ON, -50)) == 75


def test_c11_a_limit_of_minus_one_sells_out_and_unlimited_does_not() -> None:
    assert not is_salable(level(2, reserved=3), policy(ON, -1))
    assert not is_salable(level(2, reserved=2), policy(OFF, 0))
    assert is_salable(level(2, reserved=50), policy(ON, 0))


def test_c12_a_positive_threshold_is_ignored_with_backorders_on_and_kept_back_with_them_off() -> None:
    assert salable_quantity(level(10), policy(ON, 3)) == 10
    assert is_salable(level(0), policy(ON, 3))
    assert salable_quantity(level(10), policy(OFF, 3)) == 7


def test_c13_the_limit_holds_when_the_shelf_itself_is_negative() -> None:
    assert not is_salable(level(-2), policy(ON, -2))
    assert salable_quantity(level(-2), policy(ON, -2)) == 0


def test_c14_a_manual_stop_beats_backorders() -> None:
    stopped = level(0, in_stock=False)
    assert not is_salable(stopped, policy(ON, -10))
    assert not is_salable(stopped, policy(ON, 0))
    assert salable_quantity(stopped, policy(ON, -10)) == 0


def test_unlimited_backorders_show_what_is_owed_as_a_negative_number() -> None:
    assert salable_quantity(level(10, reserved=15), policy(ON, 0)) == -5


def test_salable_needs_an_enabled_and_assigned_product_even_when_stock_is_not_managed() -> None:
    free_for_all = policy(manage_stock=False)
    assert is_salable(level(0, in_stock=False), free_for_all)
    assert not is_salable(level(5), free_for_all, is_enabled=False)
    assert not is_salable(Level(), free_for_all)


@given(levels(), policies())
def test_salable_quantity_is_zero_when_not_salable_and_free_less_threshold_else(
    found: Level, in_force: StockPolicy
) -> None:
    expected = found.free - in_force.threshold if is_salable(found, in_force) else 0
    assert salable_quantity(found, in_force) == expected
    assert salable_quantity(found, in_force, is_enabled=False) == 0


@given(levels(), policies())
def test_salable_quantity_is_positive_unless_unlimited_or_not_managed(found: Level, in_force: StockPolicy) -> None:
    if is_salable(found, in_force) and in_force.floor is not None:
        assert salable_quantity(found, in_force) > 0


@given(quantities(0, 12), quantities())
def test_owed_and_covered_make_up_the_order(ordered: Decimal, free: Decimal) -> None:
    owed = owed_part(ordered, free)
    covered = min(ordered, max(free, Decimal(0)))
    assert 0 <= owed <= ordered
    assert owed + covered == ordered


@given(quantities(0, 12), quantities(0, 12), quantities())
def test_two_orders_owe_what_one_of_both_would_owe(first: Decimal, second: Decimal, free: Decimal) -> None:
    assert owed_part(first, free) + owed_part(second, free - first) == owed_part(first + second, free)


@given(quantities(0, 12), quantities())
def test_the_ledger_knows_the_owed_part_from_the_balance_it_left(ordered: Decimal, free: Decimal) -> None:
    free_after = free - ordered
    assert clamp(-free_after, Decimal(0), ordered) == owed_part(ordered, free)


def held(units: int, *, in_stock: bool = True, enabled: bool = True) -> Holding:
    return Holding(Decimal(units), in_stock, enabled)


def test_only_in_stock_units_at_enabled_sources_are_on_hand() -> None:
    items = [held(25), held(5, in_stock=False), held(3, enabled=False), held(-2)]
    assert summed_level(items, reserved=Decimal(4)) == Level(Decimal(23), Decimal(4), 2, 4)


def test_nothing_held_is_an_empty_level() -> None:
    assert summed_level([]) == Level()


@pytest.mark.parametrize(
    ("on_hand", "reserved", "owed", "below"),
    [
        ("5", "3", "0", "0"),
        ("5", "5", "0", "0"),
        ("5", "5.5", "0.5", "0"),
        ("-2", "3", "3", "2"),
        ("-2", "0", "0", "2"),
    ],
)
def test_a_shelf_below_zero_owes_what_was_promised_and_no_more(
    on_hand: str, reserved: str, owed: str, below: str
) -> None:
    found = level(on_hand, reserved)
    assert (found.owed, found.below_zero) == (Decimal(owed), Decimal(below))
