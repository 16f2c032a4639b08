"""Why units cannot be said to be shipped from elsewhere, in words."""

from decimal import Decimal

import pytest

from backorders.rules.order_status import OrderStatus
from backorders.words.shipment import why_not_shipped_elsewhere, why_not_units


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (OrderStatus.PROCESSING, ""),
        (OrderStatus.ON_HOLD, "The order is On Hold. Release it first."),
        (OrderStatus.CLOSED, "Nothing is left to ship of an order that is Closed."),
    ],
)
def test_the_status_of_an_order_says_why_nothing_came_from_elsewhere(status: OrderStatus, why: str) -> None:
    assert why_not_shipped_elsewhere(status) == why


@pytest.mark.parametrize(
    ("asked", "ordered", "is_gone", "why"),
    [
        ("2", "3", True, ""),
        ("2", "3", False, "it is still in the catalog. Ship it from a source."),
        ("3", "3", True, "3 asked, 2 left to ship."),
        ("0", "3", True, "0 asked, 2 left to ship."),
        ("1.5", "3", True, "1.5 asked, but it was sold in whole units only."),
        ("1.5", "2.5", True, ""),
    ],
)
def test_units_say_why_they_did_not_come_from_elsewhere(asked: str, ordered: str, is_gone: bool, why: str) -> None:
    found = why_not_units(Decimal(asked), ordered=Decimal(ordered), open_units=Decimal(2), is_gone=is_gone)
    assert found == why
