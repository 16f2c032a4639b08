from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.rules.availability import Availability, availability
from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import PLACES
from catalog.rules.salable import (
    Level,
    Reason,
    Refusal,
    can_be_bought,
    check_quantity,
    is_salable,
    largest_sale,
    sale_step,
    smallest_sale,
)
from tests.catalog.rules.builders import NOTIFY, OFF, ON, level, policy
from tests.catalog.rules.strategies import levels, policies, quantities


def reason(requested: int | str, found: Level, in_force: StockPolicy) -> Reason | None:
    refusal = check_quantity(Decimal(requested), found, in_force)
    return None if refusal is None else refusal.reason


def test_c09_the_eighth_is_refused_and_the_refusal_names_six() -> None:
    limited = policy(NOTIFY, -5)
    assert [reason(n, level(1), limited) for n in (1, 2, 6)] == [None] * 3
    assert check_quantity(Decimal(8), level(1), limited) == Refusal(Reason.NOT_ENOUGH, Decimal(8), Decimal(6))


def test_c11_what_each_wish_still_sells() -> None:
    assert [reason(n, level(2), policy(ON, -1)) for n in (3, 4)] == [None, Reason.NOT_ENOUGH]
    assert [reason(n, level(2), policy(OFF, 0)) for n in (2, 3)] == [None, Reason.NOT_ENOUGH]
    assert reason(50, level(2), policy(ON, 0)) is None


def test_c12_twelve_of_ten_pass_with_backorders_on_and_eight_fail_with_them_off() -> None:
    assert reason(12, level(10), policy(ON, 3)) is None
    assert [reason(n, level(10), policy(OFF, 3)) for n in (7, 8)] == [None, Reason.NOT_ENOUGH]


def test_c14_a_manually_stopped_product_is_refused_for_its_sources() -> None:
    assert reason(1, level(0, in_stock=False), policy(ON, -10)) is Reason.NO_SOURCE_IN_STOCK
    assert reason(1, level(0, in_stock=False), policy(ON, 0)) is Reason.NO_SOURCE_IN_STOCK


def test_c15_five_below_zero_pass_and_the_sixth_fails() -> None:
    assert [reason(n, level(0), policy(ON, -5)) for n in (5, 6)] == [None, Reason.NOT_ENOUGH]


def test_c25_the_sum_of_all_lines_is_what_is_judged() -> None:
    assert reason(1 + 1, level(1), policy()) is Reason.NOT_ENOUGH


def test_x05_a_minimum_above_what_is_salable_cannot_be_bought() -> None:
    assert not can_be_bought(level(10, reserved=7), policy(least=7))
    assert can_be_bought(level(10, reserved=3), policy(least=7))
    assert not can_be_bought(level(3), policy(increments=4))
    assert not can_be_bought(level("0.5"), policy())


def test_x35_tenths_are_exact() -> None:
    tenths = policy(OFF, 0, least="0.5", increments="0.1", decimals=True)
    assert [reason(n, level(5), tenths) for n in ("0.5", "0.6", "0.55")] == [None, None, Reason.INCREMENTS]
    tenth = Decimal("0.1")
    assert Decimal("0.3") - tenth - tenth - tenth == level().free


@pytest.mark.parametrize(
    ("requested", "in_force", "expected"),
    [
        ("0", policy(), Reason.NOT_POSITIVE),
        ("-1", policy(), Reason.NOT_POSITIVE),
        ("0.5", policy(least=2, most=4, increments=3), Reason.DECIMALS),
        ("1", policy(least=2, most=4, increments=3), Reason.MINIMUM),
        ("5", policy(least=2, most=4, increments=3), Reason.MAXIMUM),
        ("4", policy(least=2, most=4, increments=3), Reason.INCREMENTS),
        ("3", policy(least=2, most=4, increments=3), None),
        ("2", policy(least=2, most=4), None),
        ("4", policy(least=2, most=4), None),
        ("6", policy(manage_stock=False), None),
    ],
)
def test_check_asks_in_order_and_its_bounds_are_inclusive(
    requested: str, in_force: StockPolicy, expected: Reason | None
) -> None:
    assert reason(requested, level(5), in_force) is expected


def test_places_beyond_the_fourth_are_decimals_and_are_cut_off_where_decimals_are_sold() -> None:
    assert reason("10.00004", level(10), policy()) is Reason.DECIMALS
    tenths = policy(least="0.1", most=10, increments="0.1", decimals=True)
    assert [reason(n, level(10), tenths) for n in ("10.00004", "0.10009", "0.00009")] == [
        None, None, Reason.NOT_POSITIVE,
    ]  # fmt: skip


@pytest.mark.parametrize("requested", ["NaN", "Infinity", "1e30", "1e-30"])
def test_what_no_form_would_send_is_refused_and_no_error(requested: str) -> None:
    free = policy(most=0, increments="0.7", decimals=True)
    assert reason(requested, level(10), free) in {Reason.NOT_POSITIVE, Reason.MAXIMUM}


def test_limits_are_judged_before_the_sources() -> None:
    assert reason(1, level(0, in_stock=False), policy(least=2)) is Reason.MINIMUM
    assert reason(1, Level(), policy(least=2)) is Reason.NOT_ASSIGNED
    assert check_quantity(Decimal(1), level(5), policy(), is_for_sale=False) == Refusal(Reason.NOT_FOR_SALE, Decimal(1))


def test_refusals_carry_the_bound_that_was_passed() -> None:
    limits = policy(least=2, most=40, increments=3)
    asked = [check_quantity(Decimal(n), level(5), limits) for n in (1, 41, 4, 6)]
    assert [refusal.bound for refusal in asked if refusal] == [2, 40, 3, 5]
    over_reserved = check_quantity(Decimal(1), level(5, reserved=9), policy())
    assert over_reserved == Refusal(Reason.NOT_ENOUGH, Decimal(1), Decimal(0))


def test_smallest_sale_is_the_minimum_raised_to_whole_steps() -> None:
    found = [
        policy(least=5, increments=2),
        policy(least=4, increments=2),
        policy(least=0, increments=3),
        policy(least="1.5"),
        policy(least=0),
        policy(least="1.5", decimals=True),
        policy(least=0, decimals=True),
    ]
    assert [smallest_sale(each) for each in found] == [6, 4, 3, 2, 1, Decimal("1.5"), PLACES]


def offers(shown: Availability, quantity: Decimal) -> bool:
    within = shown.least <= quantity and (shown.most is None or quantity <= shown.most)
    return shown.can_be_bought and within and (not shown.step or quantity % shown.step == 0)


@given(quantities(), levels(), policies())
def test_check_accepts_exactly_what_availability_offers(
    requested: Decimal, found: Level, in_force: StockPolicy
) -> None:
    accepted = check_quantity(requested, found, in_force) is None
    assert accepted == offers(availability(found, in_force), requested)


@given(st.integers(0, 30), levels(), policies())
def test_accepted_quantity_never_leaves_free_below_the_floor(steps: int, found: Level, in_force: StockPolicy) -> None:
    requested = smallest_sale(in_force) + steps * (sale_step(in_force) or PLACES)
    if check_quantity(requested, found, in_force) is None:
        assert is_salable(found, in_force)
        assert in_force.floor is None or found.free - requested >= in_force.floor


@given(levels(), policies())
@example(level(10), policy(least=5, increments=2))
def test_most_and_least_are_accepted_and_one_step_beyond_is_not(found: Level, in_force: StockPolicy) -> None:
    step, least, most = sale_step(in_force) or PLACES, smallest_sale(in_force), largest_sale(found, in_force)
    if not can_be_bought(found, in_force):
        assert check_quantity(least, found, in_force) is not None
        return
    assert check_quantity(least, found, in_force) is None
    assert check_quantity(least - step, found, in_force) is not None
    if most is not None:
        assert check_quantity(most, found, in_force) is None
        assert check_quantity(most + step, found, in_force) is not None
