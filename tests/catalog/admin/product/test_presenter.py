from typing import Any

import pytest
from django.test import Client

from catalog.models import Product, SourceItem
from catalog.models.product import ProductType
from tests.catalog.admin.product_pages import ADD, save, staff_with, url
from tests.factories.catalog import ProductFactory, ReservationFactory, SourceFactory, product_with_stock

pytestmark = pytest.mark.django_db


def test_a_configurable_product_lists_its_variants_instead_of_stock(admin_client: Client) -> None:
    shirt = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    product_with_stock(sku="S-M", quantity=3, variant_of=shirt, options={"Size": "M"})
    response = admin_client.get(url(shirt))
    (variant,) = response.context["page"].variants
    assert (variant.sku, variant.options, variant.quantity) == ("S-M", "Size: M", "3")
    assert "Advanced Inventory</button>" not in response.content.decode()
    assert save(admin_client, shirt, name="Shirt").status_code == 302


@pytest.mark.parametrize(
    ("own", "reserved", "told"),
    [
        (
            {"backorders": 2, "min_qty": -50},
            0,
            ("75", "25 on hand - 0 reserved - (-50) threshold", "up to 50 may be backordered"),
        ),
        ({}, 5, ("20", "25 on hand - 5 reserved - 0 threshold", "")),
        ({"backorders": 1}, 30, ("-5", "25 on hand - 30 reserved - 0 threshold", "unlimited backorders: 5 are owed")),
        ({"backorders": 1}, 26, ("-1", "25 on hand - 26 reserved - 0 threshold", "unlimited backorders: 1 is owed")),
        (
            {"backorders": 1, "quantity": -3},
            6,
            (
                "-9",
                "-3 on hand - 6 reserved - 0 threshold",
                "unlimited backorders: 6 are owed and the count is 3 below zero",
            ),
        ),
        (
            {"min_qty": 25},
            0,
            ("0", "25 on hand - 0 reserved - 25 threshold = 0", "Out of Stock: nothing is left to sell"),
        ),
        (
            {"min_sale_qty": 30},
            0,
            ("25", "25 on hand - 0 reserved - 0 threshold", "Out of Stock: the smallest quantity sold is 30"),
        ),
        ({"manage_stock": False}, 0, ("No manage stock", "", "")),
        (
            {"is_enabled": False},
            0,
            ("0", "25 on hand - 0 reserved - 0 threshold = 25", "not sold: the product is disabled"),
        ),
        (
            {"in_stock": False},
            0,
            ("0", "0 on hand - 0 reserved - 0 threshold = 0", "not sold: no enabled source has it In Stock"),
        ),
    ],
)
def test_salable_quantity_says_how_it_comes_about(
    admin_client: Client, own: dict[str, Any], reserved: int, told: tuple[str, str, str]
) -> None:
    product = product_with_stock(**{"quantity": 25} | own)
    if reserved:
        ReservationFactory.create(product=product, quantity=-reserved)
    (line,) = admin_client.get(url(product)).context["page"].salable
    assert (line.stock, line.salable, line.sum, line.note) == ("Default Stock", *told)


def test_who_may_only_look_sees_the_page_and_cannot_save() -> None:
    SourceFactory.create()
    product, staff = product_with_stock(quantity=25), staff_with("view_product")
    page = staff.get(url(product))
    assert page.status_code == 200
    assert "Assign Sources</button>" not in page.content.decode()
    assert staff.post(url(product), {"name": "Sack"}).status_code == 403


@pytest.mark.parametrize("address", [ADD, "/admin/catalog/product/"])
def test_who_may_see_nothing_is_refused(address: str) -> None:
    assert staff_with().get(address).status_code == 403


def test_names_are_text_and_never_markup(admin_client: Client) -> None:
    SourceFactory.create(name="<script>alert(1)</script>")
    product = product_with_stock(quantity=25, name="<script>alert(2)</script>")
    page = (
        admin_client.get(url(product)).content.decode() + admin_client.get("/admin/catalog/product/").content.decode()
    )
    assert "<script>alert" not in page


def test_a_deleted_product_takes_its_stock_along(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, min_qty=5)
    ReservationFactory.create(product=product)
    response = admin_client.post(f"/admin/catalog/product/{product.pk}/delete/", {"post": "yes"})
    assert (response.status_code, Product.objects.count(), SourceItem.objects.count()) == (302, 0, 0)


@pytest.mark.parametrize(
    ("is_enabled", "said"), [(True, ">Shirt</a>"), (False, ">Shirt (disabled: its variants are not for sale)</a>")]
)
def test_page_of_a_variant_says_when_its_configurable_product_is_disabled(
    admin_client: Client, *, is_enabled: bool, said: str
) -> None:
    shirt = ProductFactory.create(name="Shirt", product_type=ProductType.CONFIGURABLE, is_enabled=is_enabled)
    variant = product_with_stock(quantity=3, variant_of=shirt, options={"Size": "M"})
    assert said in admin_client.get(url(variant)).content.decode()
