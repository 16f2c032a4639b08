"""Deliveries are laid on what is expected: no unit is lost, made or counted twice (docs/rules.md#supply-1, #supply-2)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.incoming_supply import Receipts, Supply, SupplyState, receipts
from catalog.rules.quantity import ZERO

TODAY = date(2026, 11, 29)


def supply(number: int = 1, quantity: int = 40, received: int = 0, days: int = 4, **about: object) -> Supply:
    plain = Supply(number, Decimal(quantity), Decimal(received), TODAY + timedelta(days=days))
    return replace(plain, **about)  # type: ignore[arg-type]  # columns by their names


def taken(found: Receipts) -> dict[int, Decimal]:
    return {receipt.supply.number: receipt.units for receipt in found.receipts}


units = st.decimals(min_value="0.0001", max_value=1000, places=4)


@st.composite
def supplies(draw: st.DrawFn) -> list[Supply]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        quantity = draw(units)
        received = draw(st.just(ZERO) | st.just(quantity) | st.decimals(min_value=0, max_value=quantity, places=4))
        days = draw(st.integers(-3, 3))
        made.append(
            Supply(
                number,
                quantity,
                received,
                TODAY + timedelta(days=days),
                draw(st.sampled_from(("", "PO-1", "po-1", "PO-2"))),
                draw(st.booleans()),
            )
        )
    return made


@given(supplies(), units, st.sampled_from(("", "PO-1")))
def test_every_unit_is_of_one_supply_or_beyond_and_none_receives_more_than_is_outstanding(
    expected: list[Supply], came: Decimal, reference: str
) -> None:
    found = receipts(came, expected, reference=reference)
    assert sum(taken(found).values(), found.beyond) == came
    assert found.beyond >= 0
    assert len(taken(found)) == len(found.receipts)
    assert all(0 < receipt.units <= receipt.supply.outstanding for receipt in found.receipts)
    assert all(receipt.remaining >= 0 for receipt in found.receipts)
    if found.beyond:
        wanted = [each for each in expected if not reference or each.reference.casefold() == reference.casefold()]
        assert {each.number for each in wanted if each.outstanding} == taken(found).keys()


@given(supplies(), units)
def test_an_earlier_day_is_received_in_full_before_a_later_one_gets_a_unit(
    expected: list[Supply], came: Decimal
) -> None:
    found = taken(receipts(came, expected))
    for earlier in expected:
        for later in expected:
            if earlier.expected_on < later.expected_on and later.number in found:
                assert found.get(earlier.number, ZERO) == earlier.outstanding


@given(supplies(), units, units)
def test_in_two_parts_the_same_is_received_as_at_once(expected: list[Supply], first: Decimal, second: Decimal) -> None:
    halfway = taken(receipts(first, expected))
    left = [replace(each, received=each.received + halfway.get(each.number, ZERO)) for each in expected]
    then = taken(receipts(second, left))
    at_once = taken(receipts(first + second, expected))
    assert {
        number: halfway.get(number, ZERO) + then.get(number, ZERO) for number in halfway.keys() | then.keys()
    } == at_once


def test_of_several_rows_the_oldest_day_is_received_first_and_the_others_stay() -> None:
    rows = [supply(1, 40, days=20), supply(2, 40, days=-3), supply(3, 40, days=4)]
    assert taken(receipts(Decimal(50), rows)) == {2: 40, 3: 10}


def test_a_reference_names_which_supply_came_in_any_letter_case() -> None:
    rows = [supply(1, 40, reference="PO-1"), supply(2, 40, days=9, reference="PO-2")]
    found = receipts(Decimal(45), rows, reference=" po-2 ")
    assert (taken(found), found.beyond) == ({2: 40}, 5)


def test_of_what_has_come_or_was_given_up_nothing_is_outstanding() -> None:
    rows = [supply(1, 40, 40), supply(2, 40, is_closed=True)]
    assert taken(receipts(Decimal(5), rows)) == {}


@pytest.mark.parametrize(
    ("about", "state"),
    [
        ({"days": 0}, SupplyState.EXPECTED),
        ({"days": -1}, SupplyState.LATE),
        ({"days": -1, "received": 39}, SupplyState.LATE),
        ({"days": -1, "received": 40}, SupplyState.RECEIVED),
        ({"days": -1, "is_closed": True}, SupplyState.CLOSED),
        ({"received": 40, "is_closed": True}, SupplyState.RECEIVED),
    ],
)
def test_where_it_stands_today(about: dict[str, int], state: SupplyState) -> None:
    assert supply(**about).state(TODAY) is state
