"""Which typed number names an order, and when nobody may guess any more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.order_lookup import MOST_OF_NETWORK, MOST_OF_ORDER, may_look, order_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("000000039", "000000039"),
        ("#000000039", "000000039"),
        (" # 39 ", "000000039"),
        ("0000000000039", "000000039"),
        ("", None),
        ("#", None),
        ("0", None),
        ("39a", None),
        ("-39", None),
        ("3.9", None),
        ("\u0663\u0669", None),
        ("1234567890", None),
    ],
)
def test_a_number_is_read_as_orders_print_it(typed: str, number: str | None) -> None:
    assert order_number(typed) == number


@given(st.integers(1, 10**9 - 1))
def test_every_number_is_found_with_and_without_its_zeros(number: int) -> None:
    assert order_number(str(number)) == order_number(f"#{number:09}") == f"{number:09}"


@given(st.text())
def test_what_is_read_is_nine_digits_or_nothing(typed: str) -> None:
    found = order_number(typed)
    assert found is None or (len(found) == 9 and found.isascii() and found.isdigit())


@pytest.mark.parametrize(
    ("of_network", "of_order", "allowed"),
    [
        (0, 0, True),
        (MOST_OF_NETWORK - 1, MOST_OF_ORDER - 1, True),
        (MOST_OF_NETWORK, 0, False),
        (0, MOST_OF_ORDER, False),
    ],
)
def test_too_many_failures_end_it(of_network: int, of_order: int, *, allowed: bool) -> None:
    assert may_look(of_network=of_network, of_order=of_order) == allowed
