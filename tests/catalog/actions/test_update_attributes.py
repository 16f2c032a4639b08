"""Many products at once: the chosen fields of all of them, or nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.actions.update_attributes import Attributes, InvalidAttributesError, UpdatedProducts, update_attributes
from catalog.models import Product, SourceItem, StockItem, StockLevel
from catalog.models.product import ProductType
from catalog.queries.history import product_changes
from catalog.rules.backorder_mode import BackorderMode
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LIMITED = Attributes({"backorders": BackorderMode.ALLOW, "min_qty": Decimal(-50)})


def update(*products: Product, attributes: Attributes = LIMITED) -> UpdatedProducts:
    return update_attributes([product.pk for product in products], attributes=attributes, now=NOW)


def own(product: Product, *names: str) -> dict[str, Any]:
    return dict(StockItem.objects.filter(product=product).values(*names).get())


def test_chosen_fields_are_set_and_others_stay() -> None:
    plain, limited = product_with_stock(quantity=25), product_with_stock(quantity=1, max_sale_qty=7)
    assert update(plain, limited) == UpdatedProducts(2, 0)
    assert own(plain, "backorders", "min_qty", "max_sale_qty") == {
        "backorders": 1,
        "min_qty": -50,
        "max_sale_qty": None,
    }
    assert own(limited, "backorders", "max_sale_qty") == {"backorders": 1, "max_sale_qty": 7}
    assert (plain.salable_quantity(), limited.salable_quantity()) == (75, 51)


def test_none_is_use_config_setting_and_gives_no_product_a_row() -> None:
    plain, limited = product_with_stock(quantity=25), product_with_stock(quantity=1, min_qty=-5, max_sale_qty=7)
    update(plain, limited, attributes=Attributes({"min_qty": None}))
    assert not StockItem.objects.filter(product=plain).exists()
    assert own(limited, "min_qty", "max_sale_qty") == {"min_qty": None, "max_sale_qty": 7}


def test_zero_and_no_are_values() -> None:
    product = product_with_stock(quantity=25)
    update(product, attributes=Attributes({"min_qty": Decimal(0), "manage_stock": False}))
    assert own(product, "min_qty", "manage_stock") == {"min_qty": 0, "manage_stock": False}


def test_a_configurable_product_is_left_out_and_counted() -> None:
    parent = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    everything = Attributes({"min_qty": Decimal(1)}, quantity=Decimal(3), is_in_stock=True)
    assert update(parent, product_with_stock(quantity=25), attributes=everything) == UpdatedProducts(1, 1)
    assert not StockItem.objects.filter(product=parent).exists()
    assert not SourceItem.objects.filter(product=parent).exists()


def test_quantity_and_status_are_set_at_the_default_source_and_assign_it() -> None:
    there, nowhere = product_with_stock(quantity=25), ProductFactory.create()
    update(there, nowhere, attributes=Attributes({}, quantity=Decimal(4), is_in_stock=False))
    assert list(SourceItem.objects.values_list("quantity", "is_in_stock")) == [(4, False)] * 2
    update(there, attributes=Attributes({}, is_in_stock=True))
    assert StockLevel.objects.get(product=there).on_hand == 4


def test_a_status_alone_assigns_nothing() -> None:
    update(ProductFactory.create(), attributes=Attributes({}, is_in_stock=True))
    assert not SourceItem.objects.exists()


def test_a_value_that_does_not_fit_one_product_changes_none() -> None:
    decimal = product_with_stock(quantity=25, is_qty_decimal=True)
    whole = product_with_stock(quantity=25)
    with pytest.raises(InvalidAttributesError) as refused:
        update(decimal, whole, attributes=Attributes({"min_sale_qty": Decimal("0.5")}, quantity=Decimal("1.5")))
    assert refused.value.errors.keys() == {"min_sale_qty", "quantity"}
    assert all(f"(Product {whole.sku})" in message for message in refused.value.errors.values())
    assert StockItem.objects.filter(min_sale_qty=None).count() == StockItem.objects.count()
    assert set(SourceItem.objects.values_list("quantity", flat=True)) == {25}


def test_decimals_cannot_go_while_a_fraction_is_in_stock() -> None:
    product = product_with_stock(quantity=Decimal("2.5"), is_qty_decimal=True)
    with pytest.raises(InvalidAttributesError, match="A fraction of a unit is in stock"):
        update(product, attributes=Attributes({"is_qty_decimal": False}))
    update(product, attributes=Attributes({"is_qty_decimal": False}, quantity=Decimal(2)))
    assert own(product, "is_qty_decimal") == {"is_qty_decimal": False}


def test_boxes_go_with_decimals() -> None:
    product = product_with_stock(quantity=2, is_qty_decimal=True, is_decimal_divided=True)
    update(product, attributes=Attributes({"is_qty_decimal": False, "min_qty": Decimal(1)}))
    assert own(product, "is_decimal_divided") == {"is_decimal_divided": False}


def test_history_and_last_update_tell() -> None:
    product = product_with_stock(quantity=25)
    update(product)
    assert ("Out-of-Stock Threshold", "-50") in {(change.what, change.after) for change in product_changes(product)}
    assert Product.objects.get(pk=product.pk).updated_at == NOW


@pytest.mark.parametrize("count", [1, 30])
def test_statements_do_not_grow_with_the_products(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    products = [product_with_stock(quantity=25) for _ in range(count)] + ProductFactory.create_batch(count)
    attributes = Attributes({"min_qty": Decimal(-5), "is_qty_decimal": False}, quantity=Decimal(3), is_in_stock=True)
    # savepoint, products, own policies, fractions in stock, own policies written, last update, source, its lock, items,
    # levels, items written, savepoint released
    with django_assert_num_queries(12):
        update(*products, attributes=attributes)
