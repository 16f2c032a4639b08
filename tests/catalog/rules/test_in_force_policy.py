from dataclasses import fields
from decimal import Decimal

from hypothesis import given

from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, StockPolicy, stock_policy
from tests.catalog.rules.builders import NOTIFY, OFF, ON, policy
from tests.catalog.rules.strategies import configured_policies, own_policies, policies


def test_own_zero_and_no_are_values_and_beat_the_configuration() -> None:
    own = OwnPolicy(manage_stock=False, backorders=OFF, min_qty=Decimal(0), min_sale_qty=Decimal(0))
    found = stock_policy(own, ConfiguredPolicy(backorders=ON, min_qty=Decimal(-5)))
    assert [found.manage_stock, found.backorders, found.min_qty, found.min_sale_qty] == [False, OFF, 0, 0]


@given(own_policies(), configured_policies())
def test_each_field_is_the_products_own_else_the_configured_one(own: OwnPolicy, configured: ConfiguredPolicy) -> None:
    found = stock_policy(own, configured)
    for name in {field.name for field in fields(ConfiguredPolicy)} & {field.name for field in fields(StockPolicy)}:
        mine = getattr(own, name)
        assert getattr(found, name) == (getattr(configured, name) if mine is None else mine)


def test_increment_is_off_unless_enabled() -> None:
    assert policy().increment == 0
    assert policy(increments=5).increment == 5


def test_increment_is_whole_unless_the_quantity_uses_decimals() -> None:
    assert policy(increments="2.9").increment == 2
    assert policy(increments="0.9").increment == 0
    assert policy(increments="0.1", decimals=True).increment == Decimal("0.1")


def test_floor_is_the_threshold_unless_unlimited_or_not_managed() -> None:
    found = [policy(OFF, 3), policy(OFF, -3), policy(ON, -3), policy(ON, 0), policy(NOTIFY, 3)]
    assert [each.floor for each in found] == [3, 0, -3, None, None]
    assert policy(OFF, 3, manage_stock=False).floor is None


@given(policies())
def test_unlimited_means_backorders_on_and_nothing_left_of_the_threshold(found: StockPolicy) -> None:
    assert found.is_unlimited == (found.backorders.allows_below_zero and found.min_qty >= 0)
    assert (found.floor is None) == (found.is_unlimited or not found.manage_stock)
