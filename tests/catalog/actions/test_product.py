from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from catalog.actions.product import InvalidAdvancedInventoryError, save_advanced_inventory
from catalog.models import Product, StockItem
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import OwnPolicy
from catalog.words.setting import NOT_NEGATIVE, WHOLE
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db

GUIDE = OwnPolicy(backorders=BackorderMode.ALLOW_AND_NOTIFY, min_qty=Decimal(-50), notify_stock_qty=Decimal(10))


def save(product: Product, values: OwnPolicy, *, boxes: bool = False, by: User | None = None) -> None:
    save_advanced_inventory(product, values=values, has_multiple_boxes=boxes, by=by)


def stored(product: Product) -> OwnPolicy:
    return StockItem.objects.get(product=product).own_policy()


def test_own_values_are_stored() -> None:
    product = ProductFactory.create()
    save(product, GUIDE)
    assert stored(product) == GUIDE


def test_the_guides_product_sells_75() -> None:
    product = product_with_stock(quantity=25)
    save(product, GUIDE)
    assert Product.objects.get(pk=product.pk).salable_quantity() == 75


def test_zero_and_no_are_values_and_none_is_use_config_setting() -> None:
    product = product_with_stock(min_qty=5, manage_stock=True)
    values = OwnPolicy(min_qty=Decimal(0), min_sale_qty=Decimal(0), enable_qty_increments=False)
    save(product, values)
    assert stored(product) == values


def test_a_product_that_uses_the_configuration_throughout_gets_no_row() -> None:
    product = ProductFactory.create()
    save(product, OwnPolicy())
    assert not StockItem.objects.exists()


def test_a_threshold_that_contradicts_the_mode_is_stored_as_typed() -> None:
    product = ProductFactory.create()
    save(product, OwnPolicy(backorders=BackorderMode.NO_BACKORDERS, min_qty=Decimal(-5)))
    assert stored(product).min_qty == -5


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (OwnPolicy(max_sale_qty=Decimal(-1)), {"max_sale_qty": NOT_NEGATIVE}),
        (OwnPolicy(min_sale_qty=Decimal(-1)), {"min_sale_qty": NOT_NEGATIVE}),
        (OwnPolicy(min_sale_qty=Decimal("1.5")), {"min_sale_qty": WHOLE}),
        (OwnPolicy(qty_increments=Decimal("0.5")), {"qty_increments": WHOLE}),
        (OwnPolicy(qty_increments=Decimal(-1), is_qty_decimal=True), {"qty_increments": NOT_NEGATIVE}),
    ],
)
def test_a_value_that_cannot_be_stored_names_its_field(values: OwnPolicy, errors: dict[str, str]) -> None:
    product = product_with_stock(min_qty=5)
    with pytest.raises(InvalidAdvancedInventoryError) as refused:
        save(product, values)
    assert refused.value.errors == errors
    assert stored(product) == OwnPolicy(min_qty=Decimal(5))


def test_fractions_are_values_once_the_quantity_uses_decimals() -> None:
    product = ProductFactory.create()
    values = OwnPolicy(min_sale_qty=Decimal("0.5"), qty_increments=Decimal("0.25"), is_qty_decimal=True)
    save(product, values)
    assert stored(product) == values


@pytest.mark.parametrize("values", [OwnPolicy(is_qty_decimal=True), OwnPolicy(min_qty=Decimal(1))])
def test_multiple_boxes_need_decimals(values: OwnPolicy) -> None:
    product = ProductFactory.create()
    save(product, values, boxes=True)
    assert StockItem.objects.get(product=product).is_decimal_divided is values.is_qty_decimal


def test_history_says_who_changed_what() -> None:
    product, staff = product_with_stock(min_qty=5), User.objects.create_user("staff")
    save(product, GUIDE, by=staff)
    assert LogEntry.objects.get(object_id=str(product.pk), user=staff).change_message == (
        "Backorders: Use Config Setting → Allow Qty Below 0 and Notify Customer; "
        "Out-of-Stock Threshold: 5 → -50; Notify for Quantity Below: Use Config Setting → 10"
    )


def test_saving_the_same_again_writes_no_history() -> None:
    product, staff = ProductFactory.create(), User.objects.create_user("staff")
    save(product, GUIDE, by=staff)
    save(product, GUIDE, by=staff)
    assert LogEntry.objects.count() == 1


def test_maximum_of_zero_is_no_maximum() -> None:
    product = product_with_stock(quantity=20_000)
    save(product, OwnPolicy(max_sale_qty=Decimal(0)))
    fresh = Product.objects.get(pk=product.pk)
    assert fresh.stock_policy().max_sale_qty == 0
    assert fresh.availability().most == 20_000
