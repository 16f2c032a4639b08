"""Catalog > Products > Delete: what hangs on it is said before, and who may do it."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from backorders.actions.book_delivery import book_delivery
from backorders.models import QueuePlace
from catalog.models import Product, SourceItem, Website
from catalog.models.product import ProductType, Visibility
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.staff_orders import paid, placed
from tests.catalog.admin.product_pages import GRID, staff_with
from tests.factories.catalog import ProductFactory, default_source, expected_supply, product_with_stock
from tests.page_text import Answer

pytestmark = pytest.mark.django_db
RIGHT = "delete_product_in_open_orders"
MERCHANDISER = ("view_product", "change_product", "delete_product")


def hat(**fields: Any) -> Product:
    return product_with_stock(quantity=50, sku="HAT", name="Felt hat", **fields)


def address(product: Product) -> str:
    return f"/admin/catalog/product/{product.pk}/delete/"


def seen(page: Answer) -> str:
    return page.content.decode().split('name="seen" value="')[1].split('"')[0]


def selected(*products: Product, **fields: str) -> dict[str, Any]:
    return {"action": "delete_selected", "index": 0, "_selected_action": [each.pk for each in products], **fields}


def test_product_that_nobody_waits_for_is_deleted_with_its_stock(admin_client: Client) -> None:
    product = hat()
    page = admin_client.get(address(product))
    assert "No open order holds units of it." in admin_text(page)
    answer = admin_client.post(address(product), {"post": "yes", "seen": seen(page)}, follow=True)
    assert "You deleted Felt hat." in admin_text(answer)
    assert (Product.objects.exists(), SourceItem.objects.exists()) == (False, False)
    assert LogEntry.objects.get(action_flag=3).object_repr == "Felt hat"


def test_page_says_how_many_orders_units_and_what_value_hang_on_it(admin_client: Client) -> None:
    product = hat()
    paid(product, 3)
    placed(product, 4)
    Website.objects.update(currency="EUR")
    placed(product, 2)
    text = admin_text(admin_client.get(address(product)))
    assert "3 open orders hold 9 units of this product, worth EUR 20.00 and USD 70.00." in text
    assert "stay owed under Sales > Backorders" in text
    assert "Disable Instead" in text


def test_deleting_leaves_the_units_owed_and_tells_the_order(admin_client: Client) -> None:
    product = hat()
    order = paid(product, 3)
    page = admin_client.get(address(product))
    admin_client.post(address(product), {"post": "yes", "seen": seen(page)})
    assert (Product.objects.exists(), QueuePlace.objects.get(order=order).owed) == (False, 3)
    event = order.events.order_by("-pk")[0]
    assert (event.text, event.by and event.by.get_username()) == (
        "Deleted from the catalog: 3 of HAT stay owed.",
        "admin",
    )


def test_disabling_instead_keeps_the_product_and_its_orders(admin_client: Client) -> None:
    product = hat()
    order = paid(product, 3)
    for _ in range(2):
        admin_client.post(address(product), {"disable": "yes"})
    product.refresh_from_db()
    assert (product.is_enabled, QueuePlace.objects.get(order=order).covered) == (False, 3)
    assert LogEntry.objects.filter(change_message="Disabled instead of deleted.").count() == 1


def test_who_lacks_the_right_deletes_nothing_that_orders_hold() -> None:
    product, client = hat(), staff_with(*MERCHANDISER)
    paid(product, 3)
    page = client.get(address(product))
    assert "only somebody with the right" in admin_text(page)
    assert (b'name="post"' in page.content, b'name="disable"' in page.content) == (False, True)
    answer = client.post(address(product), {"post": "yes", "seen": seen(page)})
    assert (answer.status_code, Product.objects.count()) == (403, 1)
    answer = client.post(GRID, selected(product, post="yes"))
    assert (answer.status_code, Product.objects.count()) == (403, 1)
    assert LogEntry.objects.count() == 0


def test_who_lacks_the_right_deletes_what_no_order_holds() -> None:
    product, client = hat(), staff_with(*MERCHANDISER)
    assert client.post(address(product), {"post": "yes"}).status_code == 302
    assert not Product.objects.exists()


def test_who_may_delete_and_not_change_is_offered_no_disabling() -> None:
    product, client = hat(), staff_with("view_product", "delete_product", RIGHT)
    assert b'name="disable"' not in client.get(address(product)).content
    assert client.post(address(product), {"disable": "yes"}).status_code == 403
    assert Product.objects.get().is_enabled


def test_viewer_neither_sees_nor_sends_the_page() -> None:
    product, client = hat(), staff_with("view_product", RIGHT)
    assert [client.get(address(product)).status_code, client.post(address(product), {"post": "yes"}).status_code] == [
        403
    ] * 2
    assert Product.objects.exists()


def test_order_that_came_meanwhile_is_shown_before_anything_is_deleted(admin_client: Client) -> None:
    product = hat()
    before = seen(admin_client.get(address(product)))
    placed(product, 2)
    answer = admin_client.post(address(product), {"post": "yes", "seen": before})
    assert "Nothing was deleted: What open orders hold of it, or what names it, has changed" in admin_text(answer)
    assert "1 open order holds 2 units" in admin_text(answer)
    assert Product.objects.exists()
    admin_client.post(address(product), {"post": "yes", "seen": seen(answer)})
    assert not Product.objects.exists()


def test_page_sent_twice_deletes_once(admin_client: Client) -> None:
    product = hat()
    order = paid(product, 3)
    answers = [admin_client.post(address(product), {"post": "yes"}, follow=True) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert order.events.filter(text__startswith="Deleted").count() == 1


def test_selected_products_are_summed_up(admin_client: Client) -> None:
    one, other, third = hat(), product_with_stock(quantity=9, name="Rope"), product_with_stock(name="Kept")
    paid(one, 3)
    paid(other, 1)
    page = admin_client.post(GRID, selected(one, other))
    text = admin_text(page)
    assert "Delete these 2 products?" in text
    assert "2 open orders hold 4 units of these products, worth USD 40.00." in text
    answer = admin_client.post(GRID, selected(one, other, post="yes", seen=seen(page)), follow=True)
    assert "You deleted 2 products." in admin_text(answer)
    assert list(Product.objects.all()) == [third]
    assert QueuePlace.objects.filter(owed__gt=0).count() == 2


def test_selected_products_are_disabled_instead(admin_client: Client) -> None:
    products = [hat(), product_with_stock(name="Rope")]
    answer = admin_client.post(GRID, selected(*products, disable="yes"), follow=True)
    assert "2 products were disabled" in admin_text(answer)
    assert set(Product.objects.values_list("is_enabled", flat=True)) == {False}


def test_variants_of_a_deleted_configurable_stay_as_simple_products(admin_client: Client) -> None:
    parent = ProductFactory.create(product_type=ProductType.CONFIGURABLE, name="Hoodie")
    variants = [
        product_with_stock(quantity=5, variant_of=parent, options={"Size": size}, visibility=Visibility.NOT_VISIBLE)
        for size in "SM"
    ]
    order = paid(variants[0], 2)
    assert "2 variants stay as simple products with their stock." in admin_text(admin_client.get(address(parent)))
    admin_client.post(address(parent), {"post": "yes"})
    left = list(Product.objects.order_by("pk").values_list("pk", "product_type", "variant_of", "visibility"))
    assert left == [(each.pk, "simple", None, "none") for each in variants]
    assert (QueuePlace.objects.get(order=order).covered, variants[1].salable_quantity()) == (2, 5)


@pytest.mark.parametrize("products", [1, 30])
def test_page_costs_the_same_queries_whatever_is_selected(
    admin_client: Client, products: int, django_assert_num_queries: Any
) -> None:
    found = [product_with_stock(quantity=9) for _ in range(products)]
    for product in found:
        placed(product, 1)
    with django_assert_num_queries(19):
        assert admin_client.post(GRID, selected(*found)).status_code == 200


def test_product_that_is_gone_already_is_said_to_be(admin_client: Client) -> None:
    answer = admin_client.get("/admin/catalog/product/987654/delete/", follow=True)
    assert "was deleted already" in admin_text(answer)


def test_deliveries_and_what_is_expected_are_named_of_the_one_that_is_deleted(admin_client: Client) -> None:
    product, other = hat(), product_with_stock(sku="OTHER")
    expected_supply(product, 40, reference="PO-7")
    expected_supply(product, 30, days=1, received=30)
    expected_supply(other, 99, reference="PO-8")
    delivery = book_delivery(
        source=default_source(), units={product: Decimal(2)}, key="one", expected_as="none", by=None, now=timezone.now()
    )
    page = admin_text(admin_client.get(address(product)))
    assert "40 units of 1 incoming supply is still expected, and deleted too: 40 expected on " in page
    assert f"Units of it came in 1 delivery (#{delivery.number}), which keep name, SKU and quantity." in page
    assert ("PO-7" in page, "PO-8" in page) == (True, False)
    # A supply that came meanwhile is shown before it is lost.
    before = seen(admin_client.get(address(product)))
    expected_supply(product, 5, days=9)
    answer = admin_client.post(address(product), {"post": "yes", "seen": before})
    assert "45 units of 2 incoming supplies are still expected" in admin_text(answer)
    admin_client.post(address(product), {"post": "yes", "seen": seen(answer)})
    assert [product.sku for product in Product.objects.all()] == ["OTHER"]
