from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.quantity import (
    LARGEST,
    PLACES,
    InvalidQuantityError,
    clamp,
    more_than_nothing,
    not_negative,
    plain,
    quantity,
)
from tests.catalog.rules.strategies import quantities


def test_quantity_cuts_further_places_off_as_the_reference_does() -> None:
    assert [str(quantity(text)) for text in ("10.00004", "-1.00009", "1e2", " 7 ")] == [
        "10.0000", "-1.0000", "100.0000", "7.0000",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["0", "0.00000", "-0", "0e-9"])
def test_nothing_is_a_quantity_however_it_is_written(text: str) -> None:
    assert str(quantity(text)) == "0.0000"


@pytest.mark.parametrize("text", ["0.00004", "-0.00009", "1e-9"])
def test_what_would_be_cut_to_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuantityError, match="nothing is left of this one"):
        quantity(text)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity", "100000000", "1e400000"])
def test_quantity_refuses_what_the_column_cannot_hold(text: str) -> None:
    with pytest.raises(ValueError, match="A quantity "):
        quantity(text)


@pytest.mark.parametrize("text", ["", "ten", "1,5", "0x10", "\N{ARABIC-INDIC DIGIT THREE}", "1_0", 0.1, True, None])
def test_quantity_refuses_what_is_no_exact_number(text: str) -> None:
    with pytest.raises(InvalidQuantityError) as refused:
        quantity(text)
    assert refused.value.value is text


@given(st.decimals() | st.integers() | st.text())
def test_quantity_is_an_exact_decimal_with_four_places_or_an_error(value: Decimal | int | str) -> None:
    try:
        number = quantity(value)
    except InvalidQuantityError:
        return
    assert type(number) is Decimal
    assert number.as_tuple().exponent == -4
    assert abs(number) <= LARGEST
    assert quantity(number) == number


@given(quantities(-1000, 1000))
def test_plain_reads_back_as_the_same_number(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not (text.endswith("0") and "." in text)


def test_plain_writes_no_minus_before_zero_and_no_trailing_zeros() -> None:
    assert [plain(Decimal(text)) for text in ("-0.0000", "0.5000", "1E+2", "100", "-3.1000")] == [
        "0", "0.5", "100", "100", "-3.1",
    ]  # fmt: skip


@given(quantities(), quantities(-12, 0), quantities(0, 12))
def test_clamp_stays_between_its_bounds(value: Decimal, lowest: Decimal, highest: Decimal) -> None:
    assert lowest <= clamp(value, lowest, highest) <= highest
    assert clamp(value, lowest, highest) in {value, lowest, highest}


@pytest.mark.parametrize("text", ["1e9999999", "-1e9999999", "1e8", "Infinity", "NaN"])
def test_quantity_beyond_eight_digits_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the type is the contract
        quantity(text)


@pytest.mark.parametrize("text", ["1e-9999999", "0.00009", "-0.00001"])
def test_quantity_that_is_cut_to_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuantityError, match="nothing is left"):
        quantity(text)


@pytest.mark.parametrize("text", ["0", "-1", "0.00001", "NaN"])
def test_quantity_that_must_be_more_than_nothing_is(text: str) -> None:
    assert more_than_nothing("0.0001") == Decimal("0.0001")
    with pytest.raises(InvalidQuantityError):
        more_than_nothing(text)


def test_the_largest_quantity_of_either_sign_is_one() -> None:
    assert [quantity(str(number)) for number in (LARGEST, -LARGEST)] == [LARGEST, -LARGEST]
    for beyond in (LARGEST + PLACES, -LARGEST - PLACES):
        with pytest.raises(InvalidQuantityError, match="at most eight digits"):
            quantity(beyond)


def test_a_quantity_that_must_not_be_negative_may_be_nothing() -> None:
    assert [str(not_negative(text)) for text in ("0", "0.0001")] == ["0.0000", "0.0001"]
    with pytest.raises(InvalidQuantityError, match="0 or more"):
        not_negative("-0.0001")
