from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules import configuration as declared
from catalog.rules import product_setting
from catalog.rules.configuration import SETTINGS
from catalog.rules.configuration_page import Contradicted, Contradiction, configuration_contradictions
from catalog.rules.sales_settings import CHECK_REMINDER
from catalog.rules.setting import Setting

BUILT_IN = {path: setting.default for path, setting in SETTINGS.items()}


def found(*stored: tuple[Setting, str]) -> list[tuple[str, Contradiction]]:
    texts = BUILT_IN | {setting.path: text for setting, text in stored}
    return [(SETTINGS[note.path].name, note.contradiction) for note in configuration_contradictions(texts)]


def test_nothing_contradicts_the_built_in_values() -> None:
    assert found() == []


@pytest.mark.parametrize("minimums", ["20", '{"32000": 1, "2": 20}'])
def test_minimum_above_the_maximum_is_said_at_both(minimums: str) -> None:
    kind = Contradiction.MINIMUM_ABOVE_MAXIMUM
    said = found((product_setting.MIN_SALE_QTY, minimums), (product_setting.MAX_SALE_QTY, "10"))
    assert said == [("min_sale_qty", kind), ("max_sale_qty", kind)]
    assert found((product_setting.MIN_SALE_QTY, minimums), (product_setting.MAX_SALE_QTY, "20")) == []


def test_increment_above_the_maximum_is_said_while_increments_are_on() -> None:
    stored = ((product_setting.QTY_INCREMENTS, "12"), (product_setting.MAX_SALE_QTY, "10"))
    kind = Contradiction.INCREMENT_ABOVE_MAXIMUM
    assert found(*stored) == []
    assert found(*stored, (product_setting.ENABLE_QTY_INCREMENTS, "1")) == [
        ("qty_increments", kind),
        ("max_sale_qty", kind),
    ]


@pytest.mark.parametrize(("least", "says"), [("10", False), ("11", True), ("12", True)])
def test_range_without_a_multiple_is_said(least: str, says: bool) -> None:
    texts = BUILT_IN | {
        product_setting.ENABLE_QTY_INCREMENTS.path: "1",
        product_setting.QTY_INCREMENTS.path: "5",
        product_setting.MIN_SALE_QTY.path: least,
        product_setting.MAX_SALE_QTY.path: "14",
    }
    notes = configuration_contradictions(texts)
    assert bool(notes) is says
    assert {(note.least, note.most, note.step) for note in notes} <= {(Decimal(least), Decimal(14), Decimal(5))}


def test_a_maximum_that_is_a_multiple_is_in_the_range_itself() -> None:
    stored = ((product_setting.ENABLE_QTY_INCREMENTS, "1"), (product_setting.QTY_INCREMENTS, "5"))
    assert found(*stored, (product_setting.MIN_SALE_QTY, "12"), (product_setting.MAX_SALE_QTY, "15")) == []


@pytest.mark.parametrize(
    ("mode", "threshold", "shown"),
    [("1", "0", False), ("2", "5", False), ("1", "-50", True), ("0", "0", True), ("0", "-50", True)],
)
def test_only_x_left_is_never_shown_while_unlimited(mode: str, threshold: str, shown: bool) -> None:
    stored = ((product_setting.BACKORDERS, mode), (product_setting.MIN_QTY, threshold))
    assert found(*stored) == []
    said = found(*stored, (declared.ONLY_X_LEFT_THRESHOLD, "5"))
    assert said == ([] if shown else [("stock_threshold_qty", Contradiction.NEVER_SHOWN_WHILE_UNLIMITED)])


def test_nothing_that_counts_has_an_effect_while_stock_is_not_managed() -> None:
    said = found((product_setting.MANAGE_STOCK, "0"), (declared.ONLY_X_LEFT_THRESHOLD, "5"))
    counting = {"backorders", "min_qty", "notify_stock_qty", "backorder_lead_time"}
    assert {name for name, _ in said} == counting | {"stock_threshold_qty"}
    assert {kind for _, kind in said} == {Contradiction.NOTHING_IS_COUNTED}


def test_contradiction_names_every_setting_it_comes_from() -> None:
    texts = BUILT_IN | {product_setting.MIN_SALE_QTY.path: "20", product_setting.MAX_SALE_QTY.path: "10"}
    assert configuration_contradictions(texts)[0] == Contradicted(
        product_setting.MIN_SALE_QTY.path,
        Contradiction.MINIMUM_ABOVE_MAXIMUM,
        (product_setting.MIN_SALE_QTY.path, product_setting.MAX_SALE_QTY.path),
        least=Decimal(20),
        most=Decimal(10),
    )


@given(st.dictionaries(st.sampled_from(list(SETTINGS)), st.text(max_size=8) | st.sampled_from(["1", "0", "-5", "1e9"])))
def test_texts_that_are_no_values_contradict_nothing_and_never_fail(texts: dict[str, str]) -> None:
    assert all(note.path in note.causes for note in configuration_contradictions(BUILT_IN | texts))


@pytest.mark.parametrize(("days", "said"), [("14", True), ("15", True), ("13.5", False), ("0", False)])
def test_a_reminder_as_long_as_the_lifetime_reminds_nobody(days: str, said: bool) -> None:
    assert found((CHECK_REMINDER, days)) == ([("reminder_days", Contradiction.NEVER_REMINDED)] if said else [])


@pytest.mark.parametrize(
    ("step", "kind"), [("3", Contradiction.MINIMUM_ABOVE_MAXIMUM), ("12", Contradiction.INCREMENT_ABOVE_MAXIMUM)]
)
def test_a_contradiction_that_explains_another_is_said_alone(step: str, kind: Contradiction) -> None:
    """Between 20 and 10 no multiple fits, nor between 1 and 10 one of 12: the first contradiction has said so already."""
    least = "20" if kind is Contradiction.MINIMUM_ABOVE_MAXIMUM else "1"
    stored = (
        (product_setting.QTY_INCREMENTS, step),
        (product_setting.MAX_SALE_QTY, "10"),
        (product_setting.MIN_SALE_QTY, least),
    )
    said = found(*stored, (product_setting.ENABLE_QTY_INCREMENTS, "1"))
    assert [each for _, each in said] == [kind, kind]


def test_an_increment_of_one_is_judged_like_any_other() -> None:
    on, step = (product_setting.ENABLE_QTY_INCREMENTS, "1"), "1"
    kind = Contradiction.INCREMENT_ABOVE_MAXIMUM
    said = found(on, (product_setting.QTY_INCREMENTS, step), (product_setting.MAX_SALE_QTY, "0.5"))
    assert ("qty_increments", kind) in said
    assert ("qty_increments", kind) not in found(
        on, (product_setting.QTY_INCREMENTS, step), (product_setting.MAX_SALE_QTY, "1")
    )


@pytest.mark.parametrize(("threshold", "is_idle"), [("0", False), ("0.5", True), ("1", True), ("2", True)])
def test_only_x_left_has_nothing_to_count_as_soon_as_it_would_show(threshold: str, *, is_idle: bool) -> None:
    said = found((product_setting.MANAGE_STOCK, "0"), (declared.ONLY_X_LEFT_THRESHOLD, threshold))
    names = {name for name, kind in said if kind is Contradiction.NOTHING_IS_COUNTED}
    assert (declared.ONLY_X_LEFT_THRESHOLD.name in names) is is_idle


def test_a_threshold_that_is_no_number_contradicts_nothing() -> None:
    """A text that is no value is refused at its own field, and contradicts nothing."""
    stored = ((product_setting.BACKORDERS, "1"), (product_setting.MIN_QTY, "many"))
    assert found(*stored, (declared.ONLY_X_LEFT_THRESHOLD, "5")) == []
