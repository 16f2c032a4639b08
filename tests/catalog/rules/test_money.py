"""Money is rounded half up, to the places of its currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.money import (
    CURRENCIES,
    NOTHING,
    WITH_THREE_PLACES,
    WITHOUT_PLACES,
    InvalidAmountError,
    amount_between,
    amount_text,
    decimals_of,
    exact_price_text,
    line_amount,
    price_text,
    refuse_no_amount,
    rounded,
    unit_price_text,
)

currencies = st.sampled_from(sorted(CURRENCIES))


def test_currency_table_is_that_of_iso_4217() -> None:
    assert len(CURRENCIES) == 155
    assert WITHOUT_PLACES | WITH_THREE_PLACES <= CURRENCIES
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert [decimals_of(code) for code in ("JPY", "USD", "KWD", "MGA", "IQD")] == [0, 2, 3, 2, 3]


@pytest.mark.parametrize(
    ("price", "quantity", "currency", "amount"),
    [
        ("100.50", "1", "JPY", "101"),
        ("100.50", "2", "JPY", "201"),
        ("100.49", "1", "JPY", "100"),
        ("19.995", "1", "USD", "20.00"),
        ("19.985", "1", "USD", "19.99"),
        ("10.5", "1", "KWD", "10.500"),
        ("0.0005", "1", "KWD", "0.001"),
    ],
)
def test_line_amount_is_rounded_half_up_once(price: str, quantity: str, currency: str, amount: str) -> None:
    assert str(line_amount(Decimal(price), Decimal(quantity), currency)) == amount


@given(st.decimals("0", "1000000", places=4), currencies)
def test_rounded_amount_is_at_most_half_a_unit_away(value: Decimal, currency: str) -> None:
    away = rounded(value, currency) - value
    half = Decimal(1).scaleb(-decimals_of(currency)) / 2
    assert -half < away <= half
    assert rounded(rounded(value, currency), currency) == rounded(value, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "shoppers", "staff"),
    [
        ("1321.5", "USD", "$1,321.50", "USD 1,321.50"),
        ("1321.0000", "JPY", "¥1,321", "JPY 1,321"),
        ("10.5", "KWD", "KWD 10.500", "KWD 10.500"),
        ("19.9950", "USD", "$19.995", "USD 19.995"),
        ("45", "CHF", "CHF 45.00", "CHF 45.00"),
        ("0.0000", "EUR", "€0.00", "EUR 0.00"),
    ],
)
def test_amount_is_written_one_way_for_shoppers_and_one_for_staff(
    amount: str, currency: str, shoppers: str, staff: str
) -> None:
    assert price_text(Decimal(amount), currency) == shoppers
    assert amount_text(Decimal(amount), currency) == staff


def test_price_that_the_currency_cannot_express_is_shown_rounded_and_exactly() -> None:
    assert unit_price_text(Decimal("100.5000"), "JPY") == "¥101"
    assert exact_price_text(Decimal("100.5000"), "JPY") == "¥100.5"
    assert exact_price_text(Decimal("100.5000"), "USD") == ""


@given(price=st.decimals("0", "1000", places=4), parts=st.lists(st.integers(0, 9), min_size=1), currency=currencies)
def test_line_paid_in_parts_costs_what_it_costs_at_once(price: Decimal, parts: list[int], currency: str) -> None:
    before, paid = Decimal(0), Decimal(0)
    for part in parts:
        paid += amount_between(price, before, before + part, currency)
        before += part
    assert paid == line_amount(price, before, currency)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal("0.0001"), Decimal("0.5"), Decimal("9999999999.9999")])
def test_amount_that_a_column_holds_is_one(amount: Decimal) -> None:
    refuse_no_amount(amount)


@pytest.mark.parametrize(
    "amount",
    [
        Decimal("-0.0001"),
        Decimal(10) ** 10,
        Decimal("1.00001"),
        Decimal("NaN"),
        Decimal("Infinity"),
        5,
        0.5,
        None,
    ],
)
def test_what_a_column_cannot_hold_exactly_is_no_amount(amount: object) -> None:
    with pytest.raises(InvalidAmountError):
        refuse_no_amount(amount)


@given(currencies)
def test_nothing_is_no_money_in_any_currency(currency: str) -> None:
    assert line_amount(Decimal("9.99"), NOTHING, currency) == NOTHING == 0
    assert amount_between(Decimal("9.99"), Decimal(2), Decimal(2), currency) == NOTHING
