from decimal import Decimal

import pytest

from catalog.rules.low_stock import is_low, notify_level


@pytest.mark.parametrize(
    ("quantity", "low"), [("10.0001", False), ("10", True), ("9", True), ("0", True), ("-3", True)]
)
def test_low_means_at_the_level_or_below(quantity: str, *, low: bool) -> None:
    assert is_low(Decimal(quantity), Decimal(10)) is low


def test_level_is_the_source_items_own_else_the_products_else_the_configured_one() -> None:
    ten, five, one = Decimal(10), Decimal(5), Decimal(1)
    assert [notify_level(ten, five, one), notify_level(None, five, one), notify_level(None, None, one)] == [10, 5, 1]


def test_level_zero_is_a_value() -> None:
    assert notify_level(Decimal(0), Decimal(5), Decimal(1)) == 0
