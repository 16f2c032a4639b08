from decimal import Decimal

from catalog.rules import configuration as declared
from catalog.rules import product_setting
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import ConfiguredPolicy, Found, configuration_in_force, configuration_of_rows
from catalog.rules.scope import Scope


def test_nothing_stored_is_the_policy_as_installed() -> None:
    assert configuration_in_force({}).configured_policy() == ConfiguredPolicy()


def test_every_declared_setting_has_a_value_and_its_origin() -> None:
    found = configuration_in_force({}).found
    assert found.keys() == declared.SETTINGS.keys()
    assert set(found.values()) == {Found(setting.default, None) for setting in declared.SETTINGS.values()}


def test_stored_policy_is_read_with_its_types() -> None:
    stored = {
        product_setting.BACKORDERS.path: "2",
        product_setting.MIN_QTY.path: "-50",
        product_setting.MANAGE_STOCK.path: "0",
    }
    found = configuration_in_force({path: {Scope.DEFAULT: value} for path, value in stored.items()})
    policy = found.configured_policy()
    assert (policy.backorders, policy.min_qty, policy.manage_stock) == (
        BackorderMode.ALLOW_AND_NOTIFY,
        Decimal(-50),
        False,
    )


def test_minimum_is_that_of_the_shoppers_group() -> None:
    stored = {product_setting.MIN_SALE_QTY.path: {Scope.DEFAULT: '{"2": 10, "32000": 3}'}}
    found = configuration_in_force(stored)
    assert [found.configured_policy(group).min_sale_qty for group in (None, "1", "2")] == [3, 3, 10]


def test_global_setting_is_not_read_from_a_website() -> None:
    stored = {
        product_setting.MIN_QTY.path: {Scope.WEBSITE: "-50"},
        declared.ONLY_X_LEFT_THRESHOLD.path: {Scope.WEBSITE: "5"},
    }
    found = configuration_in_force(stored, at=Scope.WEBSITE)
    assert [found.number(product_setting.MIN_QTY), found.number(declared.ONLY_X_LEFT_THRESHOLD)] == [0, 5]


def test_paths_are_declared_once() -> None:
    declarations = [setting for group in declared.ALL_GROUPS for setting in group.settings]
    assert len(declared.SETTINGS) == len(declarations)


def test_rows_are_read_at_their_scope() -> None:
    path = product_setting.MIN_QTY.path
    rows = ((path, Scope.DEFAULT.value, "-5"), (path, Scope.WEBSITE.value, "-7"))
    at = {scope: configuration_of_rows(rows, scope).configured_policy().min_qty for scope in Scope}
    assert at[Scope.DEFAULT] == -5
    assert at[Scope.STORE_VIEW] == at[Scope.WEBSITE]
    assert configuration_of_rows(rows[:1], Scope.WEBSITE).configured_policy().min_qty == -5
