from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.rules import product_setting
from catalog.rules.configuration import SETTINGS
from catalog.rules.in_force import group_minimums
from catalog.rules.sales_settings import CHECK_SEND_TO, CHECK_TITLE
from catalog.rules.setting import InvalidSettingError, Kind, Setting, SettingProblem

NUMBERS = [setting for setting in SETTINGS.values() if setting.kind is Kind.NUMBER]
NEAR_NUMBERS = st.text("0123456789+-.eE_ ,", max_size=12)


def refusal(setting: Setting, typed: str) -> SettingProblem:
    with pytest.raises(InvalidSettingError) as refused:
        setting.clean(typed)
    return refused.value.problem


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_built_in_default_is_a_clean_value(setting: Setting) -> None:
    assert setting.clean(setting.default) == setting.default


@given(st.sampled_from(list(SETTINGS.values())), st.text() | NEAR_NUMBERS)
@example(product_setting.MIN_QTY, "sNaN")
@example(product_setting.MIN_QTY, "1e-999999999")
@example(product_setting.MIN_QTY, "0e-999999999999999999")
@example(product_setting.MIN_QTY, "\N{ARABIC-INDIC DIGIT FIVE}")
@example(product_setting.MIN_SALE_QTY, "{")
@example(product_setting.MIN_SALE_QTY, '{"1": {}}')
def test_any_text_is_cleaned_to_a_fixed_point_or_refused(setting: Setting, typed: str) -> None:
    try:
        cleaned = setting.clean(typed)
    except InvalidSettingError:
        return
    assert setting.clean(cleaned) == cleaned


@given(st.text() | st.text('{}[]":,0123456789. ', max_size=20))
def test_cleaned_group_minimums_can_be_read(typed: str) -> None:
    try:
        cleaned = product_setting.MIN_SALE_QTY.clean(typed)
    except InvalidSettingError:
        return
    group_minimums(cleaned)


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("typed", ["", "ten", "1,5", "NaN", "Infinity", "1_0", "100000000", "0x1"])
def test_number_refuses_what_is_none(setting: Setting, typed: str) -> None:
    assert refusal(setting, typed) == SettingProblem.NO_NUMBER


def test_number_is_stored_as_people_write_it() -> None:
    assert [product_setting.MIN_QTY.clean(typed) for typed in (" -50 ", "1e2", "0.5000", "-0", "+3.10")] == [
        "-50", "100", "0.5", "0", "3.1",
    ]  # fmt: skip


def test_number_refuses_a_fifth_decimal_place_instead_of_changing_what_was_typed() -> None:
    assert refusal(product_setting.MIN_QTY, "1.00001") is SettingProblem.TOO_PRECISE


@pytest.mark.parametrize(
    ("setting", "typed"),
    list(product([product_setting.MIN_SALE_QTY, product_setting.QTY_INCREMENTS], ["0", "-1"])),
)
def test_number_that_must_be_above_zero_refuses_zero_and_less(setting: Setting, typed: str) -> None:
    assert refusal(setting, typed) == SettingProblem.NOT_ABOVE_ZERO


def test_maximum_of_zero_is_none_and_below_zero_is_refused() -> None:
    assert product_setting.MAX_SALE_QTY.clean("0") == "0"
    assert refusal(product_setting.MAX_SALE_QTY, "-1") == SettingProblem.NEGATIVE


def test_increments_refuse_decimals() -> None:
    assert refusal(product_setting.QTY_INCREMENTS, "1.5") == SettingProblem.INCREMENT_NOT_WHOLE


def test_choice_refuses_what_is_not_offered() -> None:
    assert refusal(product_setting.BACKORDERS, "3") is SettingProblem.NOT_OFFERED
    assert refusal(product_setting.MANAGE_STOCK, "yes") is SettingProblem.NOT_OFFERED


def test_thresholds_may_be_negative() -> None:
    assert product_setting.MIN_QTY.clean("-50") == "-50"


@pytest.mark.parametrize(
    ("setting", "typed", "problem", "detail"),
    [
        (CHECK_TITLE, " ", SettingProblem.EMPTY, ""),
        (CHECK_TITLE, "One\nTwo", SettingProblem.SEVERAL_LINES, ""),
        (CHECK_TITLE, "x" * 101, SettingProblem.BAD_TEXT, "it is longer than 100 characters."),
        (CHECK_SEND_TO, "x" * 256, SettingProblem.BAD_TEXT, "it is longer than 255 characters."),
        (CHECK_SEND_TO, "\x1f5", SettingProblem.BAD_TEXT, "it holds a control character."),
        (CHECK_SEND_TO, "a\u2028b", SettingProblem.CONTROL_CHARACTER, ""),
    ],
)
def test_a_text_is_refused_with_the_reason(setting: Setting, typed: str, problem: SettingProblem, detail: str) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        setting.clean(typed)
    assert (refused.value.problem, refused.value.detail) == (problem, detail)


def test_a_text_is_kept_without_what_frames_it() -> None:
    assert CHECK_TITLE.clean("  Check \n") == "Check"
    assert CHECK_SEND_TO.clean(" 1 Quay \r\n\r\n Bristol\t") == "1 Quay\nBristol"
    assert CHECK_SEND_TO.clean("") == ""


@pytest.mark.parametrize(
    "typed", ["1_000", "1\x00", "\x1f5", "5\x0b", "\N{ARABIC-INDIC DIGIT FIVE}", "\N{FULLWIDTH DIGIT ONE}", ""]
)
def test_a_number_is_written_in_plain_digits(typed: str) -> None:
    assert refusal(product_setting.MIN_QTY, typed) is SettingProblem.NO_NUMBER
