"""A setting that a product may override is declared once: what one more would touch is counted on those that there are."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from catalog.forms.advanced_inventory_form import AdvancedInventoryForm
from catalog.forms.update_attributes_form import UpdateAttributesForm
from catalog.models import StockItem
from catalog.rules import product_setting as declaration
from catalog.rules.configuration import SETTINGS
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, StockPolicy
from catalog.rules.product_row_columns import IMPORTED, INHERITED, product_columns
from catalog.rules.product_setting import (
    ADVANCED_INVENTORY,
    MULTIPLE_BOXES,
    PRODUCT_FLAGS,
    PRODUCT_SETTINGS,
    ProductSetting,
)
from tests.architecture.written_files import ROOT, name_of, tree_of

# What every setting needs: its declaration, its field for the rules, its column. The migration is written by Django.
WRITTEN = {"catalog/rules/product_setting.py", "catalog/rules/in_force.py", "catalog/models/stock_item.py"}
# Where the meaning of one of them is judged or told, and not that it exists.
MEANING = {
    "catalog/queries/availability.py": "bounds are kept without notify level and lead time, which availability does not ask for",
    "backorders/queries/shelf_history.py": "on which days of the past stock was managed",
    "catalog/queries/promised_day.py": "a product's own lead time goes before the configured one",
    "catalog/models/low_stock_triggers.py": "the SQL twin of the rule of low stock",
    "catalog/rules/configuration_page.py": "which settings take each other's effect away",
    "catalog/queries/explanation.py": "where threshold and backorder mode come from",
    "catalog/queries/effect.py": "whether minimums differ by customer group",
    "catalog/actions/policy_class.py": "bounds are kept for each customer group that has a minimum",
    "catalog/actions/customer_group.py": "a group that a minimum names is not deleted",
    "catalog/admin/configuration/presenter.py": "what a threshold means under a mode, in words",
    "catalog/admin/product/advanced_inventory.py": "the same, and the configured minimums by customer group",
    "catalog/admin/product/explanation.py": "how a salable quantity comes about, threshold and mode among the reasons",
    "catalog/admin/product/filters.py": "the filter by backorder mode",
    "catalog/queries/product_grid.py": "what is not counted has no salable quantity and owes nothing",
    "catalog/queries/promised.py": "whether anything is counted at all",
    "backorders/queries/backorder_desk.py": "the same",
    "backorders/queries/leaving_orders.py": "the same",
}
NAMES = {setting.name for setting in PRODUCT_SETTINGS}
CONSTANTS = {name: each.name for name, each in vars(declaration).items() if isinstance(each, ProductSetting)}


def _named(path: Path) -> Iterator[str]:
    """Yield the settings that a file names: by the declaration, as a text or as a keyword. `policy.min_qty` asks for a value."""
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in CONSTANTS:
                yield CONSTANTS[name]
            case ast.Constant(value=str(text)) | ast.keyword(arg=str(text)):
                yield from _in_text(text)
            case ast.AnnAssign(target=ast.Name(id=name)) if name in NAMES:
                yield name


def _in_text(text: str) -> Iterator[str]:
    # "backorders" alone is the name of the app.
    for setting in PRODUCT_SETTINGS:
        spelt = {setting.column, f"use_config_{setting.name}", f"stock_item__{setting.name}", f"policy_{setting.name}"}
        if text in spelt or (text == setting.name and text != "backorders"):
            yield setting.name


@cache
def _files_that_name_a_setting() -> dict[str, set[str]]:
    found = {
        name_of(path): set(_named(path))
        for app in ("catalog", "backorders", "inventory_site")
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    }
    return {name: named for name, named in found.items() if named}


def test_a_setting_is_named_where_it_is_declared_and_where_its_meaning_is_judged() -> None:
    assert _files_that_name_a_setting().keys() == WRITTEN | MEANING.keys()


@pytest.mark.parametrize("setting", PRODUCT_SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_costs_three_files_before_it_means_anything(setting: ProductSetting) -> None:
    found = {name for name, named in _files_that_name_a_setting().items() if setting.name in named}
    assert found - MEANING.keys() <= WRITTEN


def test_what_iterates_the_declaration_has_every_setting() -> None:
    flags = {flag.name for flag in PRODUCT_FLAGS}
    assert {field.name for field in fields(ConfiguredPolicy)} == NAMES
    assert {field.name for field in fields(StockPolicy)} == {field.name for field in fields(OwnPolicy)}
    assert {field.name for field in fields(OwnPolicy)} == NAMES | flags - {MULTIPLE_BOXES.name}
    assert {column.name for column in StockItem._meta.concrete_fields} - {"id", "product"} == NAMES | flags  # noqa: SLF001  Django's API
    assert {declared.name for declared in ADVANCED_INVENTORY} == INHERITED.keys() == NAMES | flags
    assert {setting.path for setting in PRODUCT_SETTINGS} <= SETTINGS.keys()
    assert {setting.column for setting in PRODUCT_SETTINGS} <= IMPORTED
    assert product_columns(["sku", *sorted(NAMES)]).not_imported == ()


def test_both_forms_have_every_setting() -> None:
    flags = {flag.name for flag in PRODUCT_FLAGS}
    configured = ConfiguredPolicy()
    dialog = AdvancedInventoryForm(own=OwnPolicy(), is_decimal_divided=False, configured=configured)
    many = UpdateAttributesForm(None, configured=configured, is_single_source=True)
    assert list(dialog.fields) == [declared.name for declared in ADVANCED_INVENTORY]
    assert many.fields.keys() == NAMES | flags - {MULTIPLE_BOXES.name} | {"quantity", "is_in_stock"}
