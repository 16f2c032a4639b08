"""A price keeps four places in the product's form, and shows two where the others are zero (B62)."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from catalog.forms.product_form import ProductForm
from catalog.models import Product
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
