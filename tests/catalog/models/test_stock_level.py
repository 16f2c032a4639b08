from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from catalog.models import Product, Stock, StockLevel
from catalog.rules.salable import Level
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db


def test_level_refuses_a_direct_insert() -> None:
    product = ProductFactory.create()
    with pytest.raises(ProgrammingError, match="kept by triggers"), transaction.atomic():
        StockLevel.objects.create(stock=Stock.objects.default(), product=product)
    assert not StockLevel.objects.filter(product=product).exists()


@pytest.mark.parametrize("column", ["on_hand", "reserved", "sources_in_stock", "sources_assigned"])
def test_level_refuses_a_direct_update(column: str) -> None:
    product = product_with_stock(quantity=25)
    with pytest.raises(ProgrammingError, match="kept by triggers"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE catalog_stocklevel SET {column} = 99")
    assert product.stock_level() == Level(Decimal(25), Decimal(0), 1, 1)


def test_product_without_a_level_has_nothing_anywhere() -> None:
    product = ProductFactory.create()
    assert product.stock_level() == Level()
    assert product.salable_quantity() == 0


def test_guide_example_reads_in_the_shell_as_english() -> None:
    product_with_stock(sku="24-MB01", quantity=25, backorders=2, min_qty=-50)
    bag = Product.objects.get(sku="24-MB01")
    assert bag.salable_quantity() == 75
    assert bag.availability().owed_if(30) == 5
