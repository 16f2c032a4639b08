"""Own values of Advanced Inventory that no form would send."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from catalog.rules.advanced_inventory import advanced_inventory_problems
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import OwnPolicy
from catalog.rules.quantity import LARGEST
from catalog.rules.setting import SettingProblem


def own(field: str, *, value: Any) -> OwnPolicy:
    return replace(OwnPolicy(), **{field: value})


@pytest.mark.parametrize("value", [Decimal("sNaN"), Decimal(1), 1.0, [], "1", True, 3, -1])
def test_what_is_no_mode_is_refused_whatever_it_is(value: Any) -> None:
    assert advanced_inventory_problems(OwnPolicy(backorders=value)) == {"backorders": SettingProblem.NOT_OFFERED}


@pytest.mark.parametrize("value", [0, 1, 2, None])
def test_each_mode_and_none_of_its_own_is_stored(value: Any) -> None:
    assert advanced_inventory_problems(OwnPolicy(backorders=value)) == {}


@pytest.mark.parametrize("value", [1, "1", 0, Decimal(1), []])
@pytest.mark.parametrize("field", ["manage_stock", "enable_qty_increments", "is_qty_decimal"])
def test_what_is_no_yes_and_no_no_is_refused(field: str, value: Any) -> None:
    assert advanced_inventory_problems(own(field, value=value)) == {field: SettingProblem.NO_FLAG}
    assert advanced_inventory_problems(own(field, value=True)) == {}
    assert advanced_inventory_problems(own(field, value=False)) == {}


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("1.00001"), LARGEST + 1, "five", []])
@pytest.mark.parametrize("field", ["min_qty", "max_sale_qty", "min_sale_qty", "notify_stock_qty", "qty_increments"])
def test_a_number_that_no_column_holds_is_refused(field: str, value: Any) -> None:
    assert advanced_inventory_problems(own(field, value=value)) == {field: SettingProblem.NO_NUMBER}


@pytest.mark.parametrize(
    ("field", "value", "decimals", "problem"),
    [
        ("min_qty", "-0.5", False, None),
        ("max_sale_qty", "-0.0001", False, SettingProblem.NEGATIVE),
        ("max_sale_qty", "0", False, None),
        ("max_sale_qty", "0.5", False, None),
        ("notify_stock_qty", "-1", False, None),
        ("min_sale_qty", "0", False, None),
        ("min_sale_qty", "2", False, None),
        ("min_sale_qty", "0.5", False, SettingProblem.NOT_WHOLE),
        ("min_sale_qty", "0.5", True, None),
        ("min_sale_qty", "-0.5", True, SettingProblem.NEGATIVE),
        ("qty_increments", "1.5", False, SettingProblem.NOT_WHOLE),
        ("qty_increments", "1.5", True, None),
        ("qty_increments", "-1", False, SettingProblem.NEGATIVE),
    ],
)
def test_only_the_threshold_is_below_zero_and_only_decimals_have_parts(
    field: str, value: str, problem: SettingProblem | None, *, decimals: bool
) -> None:
    errors = advanced_inventory_problems(replace(own(field, value=Decimal(value)), is_qty_decimal=decimals))
    assert errors == ({field: problem} if problem else {})


def test_each_field_has_its_own_problem() -> None:
    stored = OwnPolicy(
        backorders=BackorderMode.ALLOW,
        min_sale_qty=Decimal("0.5"),
        max_sale_qty=Decimal(-1),
        qty_increments=Decimal(-1),
    )
    problems = {
        "min_sale_qty": SettingProblem.NOT_WHOLE,
        "max_sale_qty": SettingProblem.NEGATIVE,
        "qty_increments": SettingProblem.NEGATIVE,
    }
    assert advanced_inventory_problems(stored) == problems


def test_contradictions_are_values() -> None:
    stored = OwnPolicy(
        backorders=BackorderMode.ALLOW, min_qty=Decimal(5), min_sale_qty=Decimal(9), max_sale_qty=Decimal(2)
    )
    assert advanced_inventory_problems(stored) == {}
