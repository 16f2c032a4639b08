from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.stock_policy import (
    LABELS,
    BackorderMode,
    ConfiguredPolicy,
    OwnPolicy,
    StockPolicy,
    ThresholdMeaning,
    adapted_threshold,
    stock_policy,
    threshold_meaning,
)
from tests.catalog.rules.builders import NOTIFY, OFF, ON, policy
from tests.catalog.rules.strategies import configured_policies, own_policies, policies, quantities


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


@pytest.mark.parametrize(
    ("mode", "stored", "in_force", "meaning"),
    [
        (OFF, 7, 7, ThresholdMeaning.KEPT_BACK),
        (OFF, 0, 0, ThresholdMeaning.NO_BACKORDERS),
        (OFF, -7, 0, ThresholdMeaning.IGNORED_WHILE_OFF),
        (ON, 7, 0, ThresholdMeaning.IGNORED_WHILE_ON),
        (ON, 0, 0, ThresholdMeaning.UNLIMITED),
        (ON, -7, -7, ThresholdMeaning.LIMITED),
        (NOTIFY, 7, 0, ThresholdMeaning.IGNORED_WHILE_ON),
        (NOTIFY, 0, 0, ThresholdMeaning.UNLIMITED),
        (NOTIFY, -7, -7, ThresholdMeaning.LIMITED),
    ],
)
def test_threshold_is_adapted_to_the_mode(
    mode: BackorderMode, stored: int, in_force: int, meaning: ThresholdMeaning
) -> None:
    assert adapted_threshold(Decimal(stored), mode) == in_force
    assert threshold_meaning(Decimal(stored), mode) is meaning


@given(quantities(), st.sampled_from(BackorderMode))
def test_threshold_in_force_never_has_the_sign_of_the_other_mode(stored: Decimal, mode: BackorderMode) -> None:
    in_force = adapted_threshold(stored, mode)
    assert in_force <= 0 if mode.allows_below_zero else in_force >= 0
    assert in_force in {stored, Decimal(0)}


def test_modes_carry_the_guide_labels_and_the_reference_numbers() -> None:
    assert {mode.value: mode.label for mode in BackorderMode} == {
        0: "No Backorders",
        1: "Allow Qty Below 0",
        2: "Allow Qty Below 0 and Notify Customer",
    }
    assert list(LABELS) == list(BackorderMode)
