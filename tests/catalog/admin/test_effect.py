"""Preview effect in Advanced Inventory says what saving the product would do, and stores nothing."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import Product
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import at_default, save, staff_with, stored, url
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    WebsiteFactory,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

LIMITED = {
    "stock-backorders": "1",
    "stock-backorders_use_config": None,
    "stock-min_qty": "-50",
    "stock-min_qty_use_config": None,
}


def preview(client: Client, product: Product, **changes: Any) -> Any:
    before = stored(product)
    address = url(product).replace("/change/", "/preview/")
    answer = client.post(address, filled_form(client.get(url(product)), **changes))
    assert answer.status_code == 200
    assert stored(product) == before
    return answer.context["panel"]


def told(panel: Any) -> dict[str, tuple[str, ...]]:
    return {found.stock: found.sentences for found in panel.stocks}


def test_preview_says_the_salable_quantity_from_and_to_as_in_the_guide(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    assert told(preview(admin_client, product, **LIMITED)) == {"Default Stock": ("Salable quantity 25 → 75",)}


def test_what_was_previewed_happens(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    ReservationFactory.create(product=product, quantity=-5)
    assert told(preview(admin_client, product, **LIMITED)) == {"Default Stock": ("Salable quantity 20 → 70",)}
    save(admin_client, product, **LIMITED)
    assert product.salable_quantity() == 70


def test_preview_says_becomes_and_stops_being_buyable(admin_client: Client) -> None:
    sold_out, selling = product_with_stock(quantity=0), product_with_stock(quantity=2)
    assert told(preview(admin_client, sold_out, **LIMITED))["Default Stock"][1] == "The product becomes buyable."
    changes = {"stock-min_sale_qty": "3", "stock-min_sale_qty_use_config": None}
    assert told(preview(admin_client, selling, **changes)) == {"Default Stock": ("The product stops being buyable.",)}


def test_preview_counts_typed_quantities_and_status(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    assert told(preview(admin_client, product, **{at_default("quantity"): "30"})) == {
        "Default Stock": ("Salable quantity 25 → 30",)
    }
    stopped = preview(admin_client, product, **{at_default("is_in_stock"): "0"})
    assert told(stopped) == {"Default Stock": ("Salable quantity 25 → 0", "The product stops being buyable.")}


def test_preview_names_unlimited_and_unmanaged(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    unlimited = {"stock-backorders": "1", "stock-backorders_use_config": None}
    assert told(preview(admin_client, product, **unlimited)) == {
        "Default Stock": ("Salable quantity 25 → 25 (unlimited)",)
    }
    unmanaged = {"stock-manage_stock": "0", "stock-manage_stock_use_config": None}
    assert told(preview(admin_client, product, **unmanaged)) == {
        "Default Stock": ("Salable quantity 25 → “No manage stock”",)
    }


def test_preview_tells_each_stock_that_the_product_is_in(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    StockFactory.create(name="Europe", sources=[berlin], website=WebsiteFactory.create())
    product = product_with_stock(quantity=25)
    SourceItemFactory.create(product=product, source=berlin, quantity=7)
    assert told(preview(admin_client, product, **LIMITED)) == {
        "Default Stock": ("Salable quantity 25 → 75",),
        "Europe": ("Salable quantity 7 → 57",),
    }


def test_preview_says_when_nothing_changes(admin_client: Client) -> None:
    assert preview(admin_client, product_with_stock(quantity=25)).stocks == ()


def test_preview_names_fields_in_error(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    changes = {"stock-min_qty": "fifty", "stock-min_qty_use_config": None, at_default("quantity"): "x", "name": ""}
    assert preview(admin_client, product, **changes).errors == (
        "Advanced Inventory: Out-of-Stock Threshold: Please enter a valid number in this field.",
        "Quantity: Please enter a valid number in this field.",
        "Name: This field is required.",
    )


def test_preview_is_for_those_who_may_save() -> None:
    product, client = product_with_stock(quantity=25), staff_with("view_product")
    assert client.post(url(product).replace("/change/", "/preview/")).status_code == 403
    assert b"Preview effect" not in client.get(url(product)).content


def test_preview_by_address_leads_to_the_product(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    assert admin_client.get(url(product).replace("/change/", "/preview/")).headers["Location"] == url(product)


@pytest.mark.parametrize("stocks", [1, 30])
def test_preview_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, stocks: int
) -> None:
    product = product_with_stock(quantity=25)
    for _ in range(stocks):
        source = SourceFactory.create()
        StockFactory.create(sources=[source])
        SourceItemFactory.create(product=product, source=source)
    typed = filled_form(admin_client.get(url(product)), **LIMITED)
    with django_assert_num_queries(28):
        admin_client.post(url(product).replace("/change/", "/preview/"), typed)
