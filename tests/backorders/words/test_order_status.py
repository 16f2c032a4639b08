"""Why an order in this state cannot take that one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.order_status import MAY_BECOME, OrderStatus
from backorders.words.order_status import ON_HOLD, why_not

STATUSES = st.sampled_from(OrderStatus)


@given(now=STATUSES, then=STATUSES)
def test_nothing_is_said_of_what_may_be_and_a_sentence_of_what_may_not(now: OrderStatus, then: OrderStatus) -> None:
    told = why_not(now, then)
    assert bool(told) is (then not in MAY_BECOME[now])
    assert told.endswith("." if told else "")


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        (OrderStatus.CLOSED, OrderStatus.CLOSED, "The order is Closed already."),
        (OrderStatus.ON_HOLD, OrderStatus.ON_HOLD, "The order is On Hold already."),
        (OrderStatus.ON_HOLD, OrderStatus.CANCELED, ON_HOLD),
        (OrderStatus.CLOSED, OrderStatus.ON_HOLD, "An order that is Closed cannot become On Hold."),
    ],
)
def test_the_nearest_reason_is_told(now: OrderStatus, then: OrderStatus, told: str) -> None:
    assert why_not(now, then) == told
