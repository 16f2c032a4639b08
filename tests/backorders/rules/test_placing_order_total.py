"""The total: each line rounded by itself, and never more than the shop counts with."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.placing import LARGEST_TOTAL, OrderTooLargeError, order_total

prices = st.decimals(min_value=0, max_value=1000, places=4)
units = st.decimals(min_value="0.0001", max_value=1000, places=4)


@given(st.lists(st.tuples(st.just("A"), prices, units), max_size=5), st.sampled_from(["USD", "JPY", "KWD"]))
def test_order_total_is_the_sum_of_its_lines(lines: list[tuple[str, Decimal, Decimal]], currency: str) -> None:
    assert order_total(lines, currency) == sum(order_total([line], currency) for line in lines)


def test_order_total_goes_up_to_the_largest_and_names_the_sku_that_passes_it() -> None:
    most = ("MOST", LARGEST_TOTAL, Decimal(1))
    assert order_total([most], "USD") == LARGEST_TOTAL
    with pytest.raises(OrderTooLargeError, match="CENT"):
        order_total([most, ("CENT", Decimal("0.01"), Decimal(1))], "USD")
