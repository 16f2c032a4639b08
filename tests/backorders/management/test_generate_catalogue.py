"""`manage.py generate_catalogue`."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from backorders.models import Order
from catalog.models import Product
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def _said(*arguments: str) -> str:
    out = StringIO()
    call_command("generate_catalogue", *arguments, stdout=out)
    return out.getvalue()


def test_it_fills_an_empty_shop_and_says_how_far_it_is() -> None:
    said = _said("120", "--orders", "10")
    assert "Adding 120 made-up products, and 10 orders." in said
    assert "120 of 120 products\nThey are indexed and summed up now" in said
    assert "10 of 10 orders" in said
    assert (Product.objects.count(), Order.objects.count()) == (120, 10)
    call_command("check_inventory", stdout=StringIO())


def test_real_goods_are_left_alone_until_told_otherwise() -> None:
    product_with_stock(quantity=1)
    with pytest.raises(CommandError, match="has 1 products already, and nothing was added"):
        _said("50")
    assert Product.objects.count() == 1
    said = _said("50", "--add")
    assert "50 made-up products beside the 1 that are there" in said
    assert "indexed" not in said
    assert Product.objects.count() == 51


@pytest.mark.parametrize("arguments", [("-5",), ("5", "--orders", "-1")])
def test_numbers_below_zero_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        _said(*arguments)
    assert not Product.objects.exists()
