from decimal import Decimal

import pytest
from hypothesis import given

from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, stock_policy
from catalog.rules.low_stock import is_low, notify_level, watched_level
from tests.catalog.rules.strategies import configured_policies, own_policies, quantities


@pytest.mark.parametrize(
    ("quantity", "low"), [("10.0001", False), ("10", True), ("9", True), ("0", True), ("-3", True)]
)
def test_low_means_at_the_level_or_below(quantity: str, *, low: bool) -> None:
    assert is_low(Decimal(quantity), Decimal(10)) is low


def test_what_nobody_watches_is_never_low() -> None:
    assert not is_low(Decimal(-5), None)


def test_level_is_the_source_items_own_else_the_products_else_the_configured_one() -> None:
    own, configured = OwnPolicy(notify_stock_qty=Decimal(5)), ConfiguredPolicy(notify_stock_qty=Decimal(1))
    products = [
        watched_level(stock_policy(each, configured), is_enabled=True, holds_stock=True) for each in (own, OwnPolicy())
    ]
    assert products == [5, 1]
    assert [notify_level(Decimal(10), Decimal(5)), notify_level(None, Decimal(5))] == [10, 5]


def test_level_zero_is_a_value() -> None:
    assert notify_level(Decimal(0), Decimal(5)) == 0


@given(own_policies(), configured_policies(), quantities(0, 12))
def test_nobody_is_told_of_what_is_disabled_or_not_counted(
    own: OwnPolicy, configured: ConfiguredPolicy, items: Decimal
) -> None:
    policy = stock_policy(own, configured)
    level = watched_level(policy, is_enabled=True, holds_stock=True)
    assert (level is None) is not policy.manage_stock
    assert watched_level(policy, is_enabled=False, holds_stock=True) is None
    assert watched_level(policy, is_enabled=True, holds_stock=False) is None
    assert notify_level(items, None) is None
