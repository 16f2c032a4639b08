"""A price keeps four places in the product's form, and shows two where the others are zero (B62)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from catalog.forms.fields import TOO_LARGE, TypedQuantityField
from catalog.forms.product_form import ProductForm
from catalog.models import Product
from catalog.words.setting import NOT_A_NUMBER, TOO_PRECISE
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stored", "shown"), [("19.9950", "19.995"), ("34.0000", "34.00"), ("1321.5000", "1321.50"), ("0.0001", "0.0001")]
)
def test_price_is_shown_as_people_write_it(stored: str, shown: str) -> None:
    product = product_with_stock(price=Decimal(stored))
    product.refresh_from_db()
    assert f'value="{shown}"' in str(ProductForm(instance=product)["price"])


@pytest.mark.parametrize(
    ("typed", "is_right"), [("19.995", True), ("33.3333", True), ("33.33333", False), ("-1", False)]
)
def test_price_takes_four_places(typed: str, *, is_right: bool) -> None:
    form = ProductForm(QueryDict(f"price={typed}"), instance=Product())
    assert ("price" not in form.errors) == is_right


def test_price_that_stays_is_no_change() -> None:
    product = product_with_stock(price=Decimal("34.00"))
    product.refresh_from_db()
    assert "price" not in ProductForm(QueryDict("price=34.00"), instance=product).changed_data


NO_NUMBERS = (
    *(
        "ten",
        "1,5",
        "1 000",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "\x00",
        "5\x00",
        "5\x1f",
        "1_0",
        "0x1",
        "--1",
        "-",
        ".",
    ),
    *("\N{ARABIC-INDIC DIGIT FIVE}", "\N{FULLWIDTH DIGIT ONE}", "<b>5</b>", "1e", "1e1234567"),
)


def message_for(typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        TypedQuantityField().clean(typed)
    return str(refused.value.messages[0])


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("25", "25"),
        (" -50\n", "-50"),
        ("0", "0"),
        ("-0", "0"),
        ("2.5000", "2.5"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("+7", "7"),
    ],
)
def test_a_typed_quantity_is_exact_units(typed: str, units: str) -> None:
    assert TypedQuantityField().clean(typed) == Decimal(units)


@pytest.mark.parametrize("typed", ["99999999.9999", "-99999999.9999"])
def test_the_largest_quantity_is_one(typed: str) -> None:
    assert TypedQuantityField().clean(typed) == Decimal(typed)


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert message_for(typed) == NOT_A_NUMBER


@pytest.mark.parametrize("typed", ["100000000", "-100000000", "1e400", "1e999999", "9" * 500])
def test_what_is_too_large_is_refused(typed: str) -> None:
    assert message_for(typed) == TOO_LARGE


@pytest.mark.parametrize("typed", ["0.00001", "1e-9", "1e-999999"])
def test_what_is_too_precise_is_refused(typed: str) -> None:
    assert message_for(typed) == TOO_PRECISE


def test_empty_is_no_value() -> None:
    assert message_for(" ") == NOT_A_NUMBER
    assert TypedQuantityField(required=False).clean("") is None
