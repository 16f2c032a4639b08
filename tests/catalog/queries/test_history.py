"""The history sees every writer: the admin, an action, plain SQL."""

import pghistory
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from catalog.models import ConfigurationValue, Product, SourceItem, StockItem
from catalog.queries.history import ELSEWHERE, product_changes, setting_changes
from catalog.rules.history import Change
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db


def told(change: Change) -> tuple[str, str, str]:
    return change.what, change.before, change.after


def latest(product: Product) -> Change:
    return product_changes(product)[0]


def test_history_names_quantity_from_and_to() -> None:
    product = product_with_stock(quantity=25)
    SourceItem.objects.filter(product=product).update(quantity=20)
    assert told(latest(product)) == ("Quantity at Default Source", "25", "20")


def test_history_sees_plain_sql() -> None:
    product = product_with_stock(quantity=25)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_sourceitem SET is_in_stock = false WHERE product_id = %s", [product.pk])
    assert told(latest(product)) == ("Source Item Status at Default Source", "In Stock", "Out of Stock")
    assert (latest(product).who, latest(product).where) == ("", ELSEWHERE)


def test_history_says_who_and_on_which_screen() -> None:
    product, ada = product_with_stock(quantity=25), User.objects.create_user("ada")
    with pghistory.context(user=ada.pk, screen="Admin: Products"):
        SourceItem.objects.filter(product=product).update(quantity=1)
    assert (latest(product).who, latest(product).where) == ("ada", "Admin: Products")


def test_history_of_advanced_inventory_uses_the_screens_words() -> None:
    product = product_with_stock(quantity=25, backorders=2)
    StockItem.objects.filter(product=product).update(backorders=None)
    assert told(latest(product)) == ("Backorders", "Allow Qty Below 0 and Notify Customer", "Use Config Setting")


def test_history_of_the_first_own_value_names_nothing_else() -> None:
    product = product_with_stock(quantity=25)
    StockItem.objects.create(product=product, min_qty=5)
    assert [told(change) for change in product_changes(product) if "Source" not in change.what] == [
        ("Out-of-Stock Threshold", "Use Config Setting", "5")
    ]


def test_history_of_an_unassigned_source() -> None:
    product = product_with_stock(quantity=25)
    SourceItem.objects.filter(product=product).delete()
    assert ("Quantity at Default Source", "25", "not assigned") in [told(change) for change in product_changes(product)]


def test_history_of_a_setting_that_is_set_changed_and_inherited_again() -> None:
    path = "cataloginventory/item_options/backorders"
    configure(path, "1")
    ConfigurationValue.objects.filter(path=path).update(value="2")
    ConfigurationValue.objects.filter(path=path).delete()
    assert [told(change) for change in setting_changes()] == [
        ("Backorders", "Allow Qty Below 0 and Notify Customer", "inherited"),
        ("Backorders", "Allow Qty Below 0", "Allow Qty Below 0 and Notify Customer"),
        ("Backorders", "inherited", "Allow Qty Below 0"),
    ]


def test_a_statement_that_changes_nothing_leaves_no_history() -> None:
    product = product_with_stock(quantity=25)
    before = len(product_changes(product))
    SourceItem.objects.filter(product=product).update(quantity=25)
    assert len(product_changes(product)) == before


@pytest.mark.parametrize("changes", [1, 30])
def test_history_asks_the_same_number_of_queries(django_assert_num_queries: object, changes: int) -> None:
    product, ada = product_with_stock(quantity=100), User.objects.create_user("ada")
    with pghistory.context(user=ada.pk):
        for quantity in range(changes):
            SourceItem.objects.filter(product=product).update(quantity=quantity)
    with django_assert_num_queries(4):  # type: ignore[operator]
        product_changes(product)


def test_a_change_in_the_admin_is_told_with_user_and_screen(admin_client: Client, admin_user: User) -> None:
    admin_client.post("/admin/catalog/configurationvalue/", {"cataloginventory/item_options/min_qty": "-50"})
    change = setting_changes()[0]
    assert told(change) == ("Out-of-Stock Threshold", "inherited", "-50")
    assert (change.who, change.where) == (admin_user.get_username(), "Admin: Configuration")


def test_history_is_that_of_the_product_alone() -> None:
    bag, cap = product_with_stock(quantity=25, min_qty=1), product_with_stock(quantity=25, min_qty=1)
    before = len(product_changes(bag))
    StockItem.objects.filter(product=cap).update(min_qty=7)
    SourceItem.objects.filter(product=cap).update(quantity=7)
    assert len(product_changes(bag)) == before
