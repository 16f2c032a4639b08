"""The sentence to staff about what an order owes says nothing that is not so."""

from decimal import Decimal

import pytest

from backorders.rules.order_status import OrderStatus
from backorders.words.order import owed_now_in_words, refunded_in_all_words


@pytest.mark.parametrize(
    ("owed", "covered", "status", "words"),
    [
        (0, 5, OrderStatus.PROCESSING, "Nothing is owed now."),
        (30, 0, OrderStatus.PROCESSING, "30 are owed now: nothing more can ship until stock arrives."),
        (
            1,
            4,
            OrderStatus.PROCESSING,
            "1 is owed now: the other 4 can ship, and what is owed ships when stock arrives.",
        ),
        (3, 4, OrderStatus.ON_HOLD, "3 are owed now, and the order is On Hold: nothing of it ships."),
    ],
)
def test_owed_now_says_what_can_ship(owed: int, covered: int, status: OrderStatus, words: str) -> None:
    assert owed_now_in_words(Decimal(owed), Decimal(covered), status) == words


def test_a_refund_says_what_it_comes_to_with_earlier_ones() -> None:
    assert refunded_in_all_words("$42.00") == "With what was refunded before, that is $42.00."
