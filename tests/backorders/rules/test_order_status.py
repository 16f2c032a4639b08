"""What the lines call for is a transition that the table allows."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backorders.rules.line_quantities import LineProgress, status_after
from backorders.rules.order_status import GOING_ON, MAY_BECOME, OrderStatus
from backorders.words.order_status import why_not

UNITS = st.integers(min_value=0, max_value=5)


@st.composite
def lines(draw: st.DrawFn) -> LineProgress:
    shipped, canceled, released, rest = (draw(UNITS) for _ in range(4))
    ordered = shipped + canceled + released + rest or 1
    invoiced = draw(st.integers(min_value=0, max_value=ordered - canceled))
    refunded = draw(st.integers(min_value=0, max_value=invoiced))
    return LineProgress(*map(Decimal, (ordered, invoiced, shipped, canceled, refunded, released)))


@given(now=st.sampled_from([OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING]), found=st.lists(lines(), min_size=1))
def test_an_open_order_only_goes_where_the_table_lets_it(now: OrderStatus, found: list[LineProgress]) -> None:
    # Nothing is refunded of an order that was never paid.
    assume(now is not OrderStatus.PENDING_PAYMENT or not any(line.refunded for line in found))
    then = status_after(now, found)
    assert then is now or then in MAY_BECOME[now]


@pytest.mark.parametrize(
    ("now", "then", "why"),
    [
        (OrderStatus.PROCESSING, OrderStatus.ON_HOLD, ""),
        (OrderStatus.ON_HOLD, OrderStatus.PROCESSING, ""),
        (OrderStatus.ON_HOLD, OrderStatus.CANCELED, "The order is On Hold. Release it first."),
        (OrderStatus.CANCELED, OrderStatus.CANCELED, "The order is Canceled already."),
        (OrderStatus.COMPLETE, OrderStatus.ON_HOLD, "An order that is Complete cannot become On Hold."),
    ],
)
def test_a_refused_transition_says_why(now: OrderStatus, then: OrderStatus, why: str) -> None:
    assert (then in MAY_BECOME[now], why_not(now, then)) == (not why, why)


def test_only_an_open_order_that_is_not_held_goes_on() -> None:
    assert {OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING} == GOING_ON
