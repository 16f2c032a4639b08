"""When there is something to choose of how an order ships, and until when."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.order_status import OrderStatus
from backorders.rules.shipping_choice import CHOICES, NoChoice, ShippingChoice, is_partly_owed, why_no_choice

units = st.integers(0, 5).map(Decimal)
goods = st.lists(st.tuples(units, units).map(lambda pair: (max(pair), min(pair))), max_size=4)


@given(goods=goods)
def test_there_is_a_choice_where_some_units_are_there_and_others_are_not(goods: list[tuple[Decimal, Decimal]]) -> None:
    there, owed = sum(units - part for units, part in goods), sum(part for _, part in goods)
    assert is_partly_owed(goods) is (there > 0 and owed > 0)


def test_an_order_keeps_the_choice() -> None:
    for choice in ShippingChoice:
        assert CHOICES[choice.ships_complete] is choice


@pytest.mark.parametrize(
    ("status", "goods", "why"),
    [
        (OrderStatus.PROCESSING, [(0, 3)], None),
        (OrderStatus.PENDING_PAYMENT, [(0, 3), (0, 0)], None),
        (OrderStatus.ON_HOLD, [(0, 3)], None),
        (OrderStatus.COMPLETE, [(0, 3)], NoChoice.NOT_OPEN),
        (OrderStatus.CANCELED, [(0, 3)], NoChoice.NOT_OPEN),
        (OrderStatus.PROCESSING, [(1, 2), (0, 3)], NoChoice.HAS_LEFT),
        (OrderStatus.PROCESSING, [(0, 0)], NoChoice.NO_GOODS),
        (OrderStatus.PROCESSING, [], NoChoice.NO_GOODS),
    ],
)
def test_it_may_be_changed_until_a_parcel_has_left(
    status: OrderStatus, goods: list[tuple[int, int]], why: NoChoice | None
) -> None:
    assert why_no_choice(status, goods=[(Decimal(shipped), Decimal(left)) for shipped, left in goods]) is why
