"""`save_...` with what was shown: two programs that change different things undo nothing of each other."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.actions.product import save_product
from catalog.actions.steps.row import ChangedMeanwhile
from catalog.actions.stock import StockShown, save_stock
from catalog.models import Product, StockItem
from catalog.rules.in_force import OwnPolicy
from tests.factories.catalog import SourceFactory, StockFactory, product_with_stock

pytestmark = pytest.mark.django_db
SHOWN: dict[str, Any] = {"name": "Bag", "price": Decimal(10)}


def read_twice() -> tuple[Product, Product]:
    pk = product_with_stock(quantity=1, name="Bag", price=Decimal(10)).pk
    return Product.objects.get(pk=pk), Product.objects.get(pk=pk)


def test_different_columns_both_survive() -> None:
    first, second = read_twice()
    first.price, second.name = Decimal(12), "Bag, blue"
    save_product(first, shown=SHOWN, by=None)
    save_product(second, shown=SHOWN, by=None)
    assert Product.objects.values_list("name", "price").get() == ("Bag, blue", 12)
    assert second.price == 12


def test_the_same_column_is_refused_with_both_values() -> None:
    first, second = read_twice()
    first.price, second.price, second.name = Decimal(12), Decimal(15), "Bag, blue"
    save_product(first, shown=SHOWN, by=None)
    with pytest.raises(ChangedMeanwhile) as refusal:
        save_product(second, shown=SHOWN, by=None)
    assert refusal.value.contested == {"price": (12, 15)}
    assert Product.objects.values_list("name", "price").get() == ("Bag", 12)


def test_advanced_inventory_is_judged_field_by_field() -> None:
    first, second = read_twice()
    opened = OwnPolicy()
    save_product(first, own_policy=OwnPolicy(min_qty=Decimal(-50)), own_shown=opened, by=None)
    save_product(second, own_policy=OwnPolicy(max_sale_qty=Decimal(9)), own_shown=opened, by=None)
    assert StockItem.objects.values_list("min_qty", "max_sale_qty").get() == (-50, 9)
    with pytest.raises(ChangedMeanwhile):
        save_product(second, own_policy=OwnPolicy(min_qty=Decimal(-7)), own_shown=opened, by=None)
    assert StockItem.objects.get().min_qty == -50


def test_sources_that_both_moved_are_refused_and_a_name_beside_them_is_not() -> None:
    a, b, c = (SourceFactory.create() for _ in range(3))
    stock = StockFactory.create(name="Europe", sources=[a, b, c])
    shown = StockShown("Europe", (a.pk, b.pk, c.pk))
    save_stock(stock, websites=(), source_ids=(b.pk, a.pk, c.pk), shown=shown, by=None)
    with pytest.raises(ChangedMeanwhile):
        save_stock(stock, websites=(), source_ids=(c.pk, b.pk, a.pk), shown=shown, by=None)
    stock.name = "EU"
    save_stock(stock, websites=(), source_ids=shown.source_ids, shown=shown, by=None)
    assert list(stock.links.order_by("priority").values_list("source_id", flat=True)) == [b.pk, a.pk, c.pk]
    stock.refresh_from_db()
    assert stock.name == "EU"
