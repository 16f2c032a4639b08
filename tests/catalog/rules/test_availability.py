from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from catalog.rules.availability import (
    Availability,
    AvailabilityStatus,
    availability,
    first_quantity,
    quantity_told,
)
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import StockPolicy
from catalog.rules.promised_day import Arrival, Outlook
from catalog.rules.salable import Level, can_be_bought
from tests.catalog.rules.builders import NOTIFY, OFF, ON, level, policy
from tests.catalog.rules.strategies import levels, policies, quantities

GUIDE = policy(NOTIFY, -50)
THIRD, TWENTIETH = date(2026, 12, 3), date(2026, 12, 20)


def shown(found: Level, in_force: StockPolicy, only_left: int = 0) -> Availability:
    return availability(found, in_force, only_x_left_threshold=Decimal(only_left))


def test_guide_example_shows_only_5_left_and_then_out_of_stock() -> None:
    told = [shown(level(25, reserved=sold), GUIDE, only_left=5) for sold in (0, 25, 69, 70, 75)]
    assert [each.only_left for each in told] == [None, None, None, 5, None]
    assert [each.status.value for each in told] == [
        "In stock", "Available on backorder", "Available on backorder", "Available on backorder", "Out of Stock",
    ]  # fmt: skip


def test_c02_the_notice_counts_what_open_orders_hold() -> None:
    assert shown(level(10, reserved=5), policy(NOTIFY)).owed_if(20) == 15


def test_c05_a_negative_shelf_never_suppresses_the_notice() -> None:
    told = shown(level(-1), policy(NOTIFY, -20))
    assert [told.salable, told.owed_if(1)] == [19, 1]


def test_c09_the_notice_grows_with_the_cart_up_to_the_limit() -> None:
    told = shown(level(1), policy(NOTIFY, -5))
    assert [told.owed_if(n) for n in (1, 2, 6)] == [0, 1, 5]
    assert [told.salable, told.most] == [6, 6]


def test_c13_a_limit_that_is_used_up_says_out_of_stock() -> None:
    assert shown(level(-2), policy(ON, -2)).status is AvailabilityStatus.OUT_OF_STOCK


def test_c14_a_manual_stop_says_out_of_stock() -> None:
    told = shown(level(0, in_stock=False), policy(ON, -10), only_left=50)
    assert [told.status, told.salable, told.only_left] == [AvailabilityStatus.OUT_OF_STOCK, 0, None]


def test_c16_after_the_last_unit_the_page_says_available_on_backorder() -> None:
    before, after = shown(level(1), policy(NOTIFY)), shown(level(1, reserved=2), policy(NOTIFY))
    assert [before.status, before.owed_if(2)] == [AvailabilityStatus.IN_STOCK, 1]
    assert [after.status, after.can_be_bought] == [AvailabilityStatus.ON_BACKORDER, True]


def test_c18_the_quantity_box_is_capped_by_salable_not_by_the_shelf() -> None:
    told = shown(level(3), policy(NOTIFY, -4))
    assert [told.most, told.owed_if(5)] == [7, 2]
    assert shown(level(3), policy(NOTIFY, 0, most=100)).most == 100


def test_c19_only_x_left_counts_the_salable_quantity() -> None:
    limited = policy(ON, -10)
    assert [shown(level(10), limited, only_left=x).only_left for x in (10, 20)] == [None, 20]


def test_c32_zero_on_the_shelf_is_still_available_on_backorder() -> None:
    told = shown(level(0), policy(ON, -10))
    assert [told.status, told.salable] == [AvailabilityStatus.ON_BACKORDER, 10]


def test_x05_what_no_valid_quantity_can_buy_says_out_of_stock() -> None:
    told = shown(level(10, reserved=7), policy(least=7), only_left=5)
    assert [told.status, told.only_left] == [AvailabilityStatus.OUT_OF_STOCK, None]


def test_only_x_left_is_never_shown_for_unlimited_or_unmanaged_stock_nor_for_threshold_zero() -> None:
    told = [
        shown(level(3), policy(ON, 0), only_left=5),
        shown(level(3), policy(manage_stock=False), only_left=5),
        shown(level(3), policy(), only_left=0),
        shown(level(3), policy(), only_left=3),
    ]
    assert [each.only_left for each in told] == [None, None, None, 3]


def test_stock_that_is_not_managed_is_in_stock_owes_nothing_and_has_no_number() -> None:
    told = shown(level(-4, in_stock=False), policy(NOTIFY, manage_stock=False))
    assert [told.status, told.salable, told.is_unlimited] == [AvailabilityStatus.IN_STOCK, None, False]
    assert told.owed_if(9) == 0


def test_mode_without_notice_tells_the_shopper_nothing_and_staff_the_owed_part() -> None:
    told = shown(level(1), policy(ON))
    assert [told.told_for(Decimal(3), is_displayed=True, today=THIRD).owed, told.owed_if(3)] == ["", 2]


def test_disabled_product_says_out_of_stock() -> None:
    assert not availability(level(5), policy(OFF), is_for_sale=False).can_be_bought


@given(levels(), policies(), quantities(0, 12))
def test_status_follows_from_what_can_be_bought_and_what_is_free(
    found: Level, in_force: StockPolicy, only_left: Decimal
) -> None:
    told = availability(found, in_force, only_x_left_threshold=only_left)
    assert told.can_be_bought == can_be_bought(found, in_force)
    if told.can_be_bought and in_force.manage_stock:
        assert [told.status is AvailabilityStatus.IN_STOCK] == [found.free > 0]


@given(levels(), policies(), quantities(0, 12))
def test_only_x_left_is_a_positive_salable_quantity_within_the_threshold(
    found: Level, in_force: StockPolicy, only_left: Decimal
) -> None:
    told = availability(found, in_force, only_x_left_threshold=only_left)
    if told.only_left is not None:
        assert 0 < told.only_left <= only_left
        assert told.only_left == told.salable
        assert in_force.floor is not None


@pytest.mark.parametrize(
    ("least", "most", "on_hand", "first"),
    [("2", 10, 9, "2"), ("0.0001", 10, 9, "1"), ("0.0001", 10, "0.4", "0.4"), ("0.5", 10, 9, "0.5")],
)
def test_the_quantity_box_begins_with_one_and_never_with_more_than_there_is(
    least: str, most: int, on_hand: int | str, first: str
) -> None:
    in_force = replace(policy(OFF, most=most), is_qty_decimal=True, min_sale_qty=Decimal(least))
    assert first_quantity(shown(replace(level(0), on_hand=Decimal(on_hand)), in_force)) == Decimal(first)


def test_the_quantity_box_begins_with_the_increment() -> None:
    assert first_quantity(shown(level(9), replace(policy(OFF, increments=3), min_sale_qty=None))) == 3


@pytest.mark.parametrize(
    ("quantity", "owed", "word", "kind"),
    [
        ("3", "0", "In stock", "in"),
        ("3", "-1", "In stock", "in"),
        ("3", "0.5", "Partly on backorder", "part"),
        ("3", "2.9999", "Partly on backorder", "part"),
        ("3", "3", "On backorder", "back"),
    ],
)
@pytest.mark.parametrize(("notifies", "is_displayed"), [(True, True), (True, False), (False, True), (False, False)])
def test_word_and_number_are_told_each_where_it_is_asked_for(
    quantity: str, owed: str, word: str, kind: str, *, notifies: bool, is_displayed: bool
) -> None:
    told = quantity_told(Decimal(quantity), Decimal(owed), notifies=notifies, is_displayed=is_displayed, day=THIRD)
    assert told.word == (word if is_displayed else "")
    assert told.owed == (owed if notifies and kind != "in" else "")
    assert told.kind == kind
    assert (told.waits, told.day) == ((True, THIRD) if kind != "in" and (notifies or is_displayed) else (False, None))


@pytest.mark.parametrize(
    ("free", "asked", "day"), [(3, 3, None), (3, 4, THIRD), (0, 40, THIRD), (-40, 1, TWENTIETH), (0, 101, None)]
)
def test_the_day_is_that_of_the_last_unit_behind_all_who_wait(free: int, asked: int, day: date | None) -> None:
    outlook = Outlook((Arrival(THIRD, Decimal(40)), Arrival(TWENTIETH, Decimal(60))))
    told = availability(level(100, reserved=100 - free), policy(NOTIFY), outlook=outlook)
    assert told.told_for(Decimal(asked), is_displayed=True, today=THIRD).day == day


def test_nothing_is_waited_for_where_stock_is_not_managed() -> None:
    outlook = Outlook((Arrival(THIRD, Decimal(40)),))
    told = availability(level(0), policy(NOTIFY, manage_stock=False), outlook=outlook)
    assert told.day_if(Decimal(9), today=THIRD) is None


def test_only_x_left_is_shown_of_a_part_of_a_unit() -> None:
    in_force = replace(policy(OFF, decimals=True), min_sale_qty=Decimal("0.1"))
    told = availability(level("0.5"), in_force, only_x_left_threshold=Decimal(1))
    assert told.only_left == Decimal("0.5")


@pytest.mark.parametrize("mode", [OFF, ON, NOTIFY])
def test_what_is_not_managed_has_no_limit_to_tell_and_nobody_to_notify(mode: BackorderMode) -> None:
    unmanaged = availability(level(0), policy(mode, manage_stock=False))
    managed = availability(level(5), policy(mode))
    assert (unmanaged.is_unlimited, unmanaged.notifies) == (False, False)
    assert (managed.is_unlimited, managed.notifies) == (mode is not OFF, mode is NOTIFY)


def test_the_quantity_box_of_what_has_no_upper_bound_begins_with_one() -> None:
    in_force = replace(policy(ON, most=0, decimals=True), min_sale_qty=None)
    assert first_quantity(shown(level(0), in_force)) == 1
