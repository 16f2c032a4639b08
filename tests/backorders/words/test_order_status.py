"""Why an order stays what it is: a sentence for each pair that the rule refuses, and for no other."""

from itertools import product

import pytest

from backorders.rules.order_status import OrderStatus, may_become
from backorders.words.order_status import why_not


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (OrderStatus.PROCESSING, OrderStatus.ON_HOLD, ""),
        (OrderStatus.CANCELED, OrderStatus.CANCELED, "The order is Canceled already."),
        (OrderStatus.ON_HOLD, OrderStatus.CANCELED, "The order is On Hold. Release it first."),
        (OrderStatus.COMPLETE, OrderStatus.ON_HOLD, "An order that is Complete cannot become On Hold."),
    ],
)
def test_the_reason_names_what_stands_in_the_way(now: OrderStatus, then: OrderStatus, said: str) -> None:
    assert why_not(now, then) == said


def test_a_reason_is_said_where_the_rule_refuses_and_nowhere_else() -> None:
    for now, then in product(OrderStatus, repeat=2):
        assert bool(why_not(now, then)) is not may_become(now, then)
