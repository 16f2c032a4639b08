from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.backorder_mode import (
    MODE_LABELS,
    BackorderMode,
    ThresholdMeaning,
    adapted_threshold,
    most_told,
    threshold_meaning,
)
from tests.catalog.rules.builders import NOTIFY, OFF, ON
from tests.catalog.rules.strategies import quantities


@pytest.mark.parametrize(
    ("mode", "stored", "in_force", "meaning"),
    [
        (OFF, "0.5", "0.5", ThresholdMeaning.KEPT_BACK),
        (ON, "0.5", 0, ThresholdMeaning.IGNORED_WHILE_ON),
        (ON, "-0.5", "-0.5", ThresholdMeaning.LIMITED),
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
    mode: BackorderMode, stored: int | str, in_force: int | str, meaning: ThresholdMeaning
) -> None:
    assert adapted_threshold(Decimal(stored), mode) == Decimal(in_force)
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


def test_what_sql_and_forms_ask_is_what_the_modes_say() -> None:
    assert [mode for mode in BackorderMode if mode.allows_below_zero] == [ON, NOTIFY]
    assert [mode for mode in BackorderMode if mode.notifies] == [NOTIFY]
    assert tuple((mode.value, mode.label) for mode in BackorderMode) == MODE_LABELS


@pytest.mark.parametrize(("one", "other"), list(product(BackorderMode, repeat=2)))
def test_a_shopper_who_was_told_a_number_stays_told(one: BackorderMode, other: BackorderMode) -> None:
    assert most_told((one, other)) is max(one, other)
