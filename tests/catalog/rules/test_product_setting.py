from collections.abc import Callable

import pytest

from catalog.rules.product_setting import (
    ADVANCED_INVENTORY,
    MULTIPLE_BOXES,
    PRODUCT_FLAGS,
    PRODUCT_SETTINGS,
    QTY_INCREMENTS,
    ProductSetting,
)
from catalog.rules.scope import Scope


@pytest.mark.parametrize(
    ("holds", "names"),
    [
        (lambda setting: setting.may_be_negative and setting.is_number, {"min_qty", "notify_stock_qty"}),
        (lambda setting: setting.is_whole, {"min_sale_qty", "qty_increments"}),
        (lambda setting: setting.counts, {"backorders", "min_qty", "notify_stock_qty", "backorder_lead_time"}),
        (lambda setting: setting.per_source, {"notify_stock_qty"}),
        (lambda setting: not setting.is_number, {"manage_stock", "backorders", "enable_qty_increments"}),
    ],
    ids=["negative", "whole", "counts", "per source", "no number"],
)
def test_what_holds_of_which_setting(holds: Callable[[ProductSetting], bool], names: set[str]) -> None:
    assert {setting.name for setting in PRODUCT_SETTINGS if holds(setting)} == names


def test_a_value_means_something_under_its_conditions() -> None:
    conditions = {declared.name: declared.conditions for declared in ADVANCED_INVENTORY}
    assert conditions["manage_stock"] == conditions["max_sale_qty"] == ()
    assert conditions["backorders"] == ("manage_stock=1",)
    assert QTY_INCREMENTS.conditions == ("enable_qty_increments=1",)
    assert MULTIPLE_BOXES.conditions == ("manage_stock=1", "is_qty_decimal=1")


def test_every_condition_names_a_field_that_stands_above_it() -> None:
    names = [declared.name for declared in ADVANCED_INVENTORY]
    for declared in ADVANCED_INVENTORY:
        above = names[: names.index(declared.name)]
        assert {condition.partition("=")[0] for condition in declared.conditions} <= set(above)


def test_both_orders_have_every_setting_once() -> None:
    shown = [declared for declared in ADVANCED_INVENTORY if isinstance(declared, ProductSetting)]
    assert sorted(shown, key=PRODUCT_SETTINGS.index) == list(PRODUCT_SETTINGS)
    assert len(ADVANCED_INVENTORY) == len(PRODUCT_SETTINGS) + len(PRODUCT_FLAGS)


def test_columns_are_named_once_and_values_hold_everywhere() -> None:
    columns = [setting.column for setting in PRODUCT_SETTINGS]
    assert all(columns)
    assert len(set(columns)) == len(columns)
    assert {setting.narrowest for setting in PRODUCT_SETTINGS} == {Scope.DEFAULT}
