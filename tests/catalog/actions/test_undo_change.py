"""A change is taken back as the history shows it, once, and never over a newer one."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from catalog.actions.configuration import save_configuration
from catalog.actions.product import save_advanced_inventory
from catalog.actions.undo_change import CannotUndoChange, undo_policy_change, undo_setting_change
from catalog.models import ConfigurationValue, Product, StockItem
from catalog.queries.history import product_changes, setting_changes
from catalog.rules.in_force import OwnPolicy
from catalog.rules.product_setting import BACKORDERS, MIN_QTY
from tests.factories.catalog import WebsiteFactory, product_with_stock

pytestmark = pytest.mark.django_db


def save(product: Product, *, boxes: bool = False, **own: object) -> None:
    save_advanced_inventory(product, values=OwnPolicy(**own), has_multiple_boxes=boxes, by=None)  # type: ignore[arg-type]


def marks(product: Product) -> dict[str, str]:
    return {change.what: change.mark for change in product_changes(product) if change.mark}


def test_one_of_several_fields_is_put_back_and_the_others_stay() -> None:
    product, clerk = product_with_stock(quantity=3), User.objects.create_user("clerk")
    save(product, min_qty=Decimal(-5), max_sale_qty=Decimal(9))
    save(product, min_qty=Decimal(-8), max_sale_qty=Decimal(9))
    undo_policy_change(product=product, mark=marks(product)["Out-of-Stock Threshold"], by=clerk)
    assert StockItem.objects.values_list("min_qty", "max_sale_qty").get() == (-5, 9)
    undo_policy_change(product=product, mark=marks(product)["Maximum Qty Allowed in Shopping Cart"], by=clerk)
    assert StockItem.objects.values_list("min_qty", "max_sale_qty").get() == (-5, None)


def test_a_change_that_something_else_has_changed_since_stays_and_units_are_never_taken_back() -> None:
    product = product_with_stock(quantity=3)
    save(product, min_qty=Decimal(-5))
    older = marks(product)["Out-of-Stock Threshold"]
    save(product, min_qty=Decimal(-8))
    with pytest.raises(CannotUndoChange, match="changed again since"):
        undo_policy_change(product=product, mark=older, by=None)
    product.source_items.update(quantity=7)
    assert set(marks(product)) == {"Out-of-Stock Threshold"}
    assert StockItem.objects.get().min_qty == -8


def test_decimals_go_with_their_boxes() -> None:
    product = product_with_stock(quantity=3)
    save(product, is_qty_decimal=True, boxes=True)
    undo_policy_change(product=product, mark=marks(product)["Qty Uses Decimals"], by=None)
    assert StockItem.objects.values_list("is_qty_decimal", "is_decimal_divided").get() == (False, False)


@pytest.mark.parametrize(
    "mark", ["", "x", "1:min_qty", ":", "9999999999999999999999:min_qty", "\u0663:min_qty", "1:quantity"]
)
def test_what_is_no_change_takes_nothing_back(mark: str) -> None:
    with pytest.raises(CannotUndoChange):
        undo_policy_change(product=product_with_stock(quantity=3), mark=mark, by=None)
    with pytest.raises(CannotUndoChange):
        undo_setting_change(mark=mark, by=None)


def test_a_setting_is_put_back_at_its_own_scope() -> None:
    website = WebsiteFactory.create()
    save_configuration({BACKORDERS.path: "1", MIN_QTY.path: "-5"}, by=None)
    save_configuration({BACKORDERS.path: None}, by=None)
    found = {change.what: change for change in setting_changes() if change.mark}
    undo_setting_change(mark=found[BACKORDERS.label].mark, by=None)
    undo_setting_change(mark=found[MIN_QTY.label].mark, by=None)
    assert dict(ConfigurationValue.objects.filter(website=None).values_list("path", "value")) == {BACKORDERS.path: "1"}
    assert not ConfigurationValue.objects.filter(website=website).exists()
