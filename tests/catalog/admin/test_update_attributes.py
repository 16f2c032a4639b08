"""The mass action "Update attributes" and its page."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.forms.update_attributes_form import NOT_TICKED
from catalog.models import Product, SourceItem, StockItem
from catalog.models.product import ProductType
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import GRID, staff_with
from tests.factories.catalog import ProductFactory, SourceFactory, product_with_stock

pytestmark = pytest.mark.django_db

LIMITED = {
    "stock-backorders": "1",
    "stock-backorders_use_config": None,
    "stock-backorders_change": "1",
    "stock-min_qty": "-50",
    "stock-min_qty_use_config": None,
    "stock-min_qty_change": "1",
}


def opened(client: Client, *products: Product, across: bool = False, query: str = "") -> Any:
    chosen = {
        "action": "update_attributes",
        "index": "0",
        "select_across": str(int(across)),
        "_selected_action": [str(product.pk) for product in products],
    }
    return client.post(GRID + query, chosen)


def apply(client: Client, page: Any, **changes: Any) -> Any:
    return client.post(page.wsgi_request.get_full_path(), filled_form(page, **changes))


def said(answer: Any) -> list[str]:
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_page_offers_the_fields_in_the_references_order(admin_client: Client) -> None:
    rows = opened(admin_client, product_with_stock(quantity=25)).context["rows"]
    assert [row.label for row in rows] == [
        "Manage Stock",
        "Qty",
        "Out-of-Stock Threshold",
        "Minimum Qty Allowed in Shopping Cart",
        "Maximum Qty Allowed in Shopping Cart",
        "Qty Uses Decimals",
        "Backorders",
        "Backorder Lead Time (Days)",
        "Notify for Quantity Below",
        "Enable Qty Increments",
        "Qty Increments",
        "Stock Availability",
    ]
    assert not any(row.is_chosen for row in rows)


def test_quantities_are_left_out_with_more_than_one_source(admin_client: Client) -> None:
    SourceFactory.create()
    labels = {row.label for row in opened(admin_client, product_with_stock(quantity=25)).context["rows"]}
    assert not labels & {"Qty", "Notify for Quantity Below", "Stock Availability"}


def test_only_chosen_rows_are_applied(admin_client: Client) -> None:
    products = [product_with_stock(quantity=25), product_with_stock(quantity=1)]
    page = opened(admin_client, *products)
    answer = apply(admin_client, page, **LIMITED)
    assert said(answer) == ["2 products were updated. 2 of 12 fields changed."]
    assert list(StockItem.objects.values_list("backorders", "min_qty", "max_sale_qty")) == [(1, -50, None)] * 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("max_sale_qty", {"stock-max_sale_qty": "7"}),
        ("max_sale_qty", {"stock-max_sale_qty_use_config": None}),
        ("quantity", {"stock-quantity": "7"}),
        ("is_in_stock", {"stock-is_in_stock": "0"}),
        ("is_qty_decimal", {"stock-is_qty_decimal": "1"}),
    ],
)
def test_a_value_typed_without_its_box_is_asked_about(admin_client: Client, name: str, typed: dict[str, Any]) -> None:
    page = opened(admin_client, product_with_stock(quantity=25))
    answer = apply(admin_client, page, **LIMITED | typed)
    assert answer.status_code == 200
    assert [(row.name, row.errors) for row in answer.context["rows"] if row.errors] == [(name, (NOT_TICKED,))]
    assert not StockItem.objects.exists()
    chosen = {f"stock-{name}_change": "1", f"stock-{name}_use_config": None}
    assert said(apply(admin_client, answer, **chosen)) == ["1 product was updated. 3 of 12 fields changed."]


def test_all_that_match_are_updated_and_configurable_products_left_out(admin_client: Client) -> None:
    ProductFactory.create(name="Bag in sizes", product_type=ProductType.CONFIGURABLE)
    bags = [product_with_stock(quantity=1, name=f"Bag {number}") for number in range(3)]
    other = product_with_stock(quantity=1, name="Tee")
    page = opened(admin_client, bags[0], across=True, query="?q=Bag")
    assert page.context["count"] == 4
    assert said(apply(admin_client, page, **LIMITED)) == [
        "3 products were updated. 2 of 12 fields changed.",
        "1 configurable product was left out: stock belongs to the variants.",
    ]
    assert not StockItem.objects.filter(product=other).exists()


def test_quantity_and_status_are_applied(admin_client: Client) -> None:
    page = opened(admin_client, product_with_stock(quantity=25))
    changes = {"stock-quantity": "4", "stock-quantity_change": "1"}
    changes |= {"stock-is_in_stock": "0", "stock-is_in_stock_change": "1"}
    assert said(apply(admin_client, page, **changes)) == ["1 product was updated. 2 of 12 fields changed."]
    assert SourceItem.objects.values_list("quantity", "is_in_stock").get() == (4, False)


@pytest.mark.parametrize("typed", ["", "fifty", "NaN", "1e400", "0.00001", "-Infinity", "5\x00"])
@pytest.mark.parametrize("name", ["min_qty", "max_sale_qty", "quantity", "qty_increments"])
def test_bad_numbers_are_named_and_nothing_is_saved(admin_client: Client, name: str, typed: str) -> None:
    page = opened(admin_client, product_with_stock(quantity=25))
    changes = {f"stock-{name}": typed, f"stock-{name}_use_config": None, f"stock-{name}_change": "1"}
    answer = apply(admin_client, page, **LIMITED | changes)
    assert answer.status_code == 200
    assert [row.name for row in answer.context["rows"] if row.errors] == [name]
    assert not StockItem.objects.exists()
    shown = filled_form(page, **LIMITED | changes)
    shown.pop("stock-is_qty_decimal")  # No, as its first option: nothing is marked
    assert filled_form(answer) == shown


def test_a_value_that_does_not_fit_one_product_names_it(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    changes = {"stock-quantity": "1.5", "stock-quantity_change": "1"}
    answer = apply(admin_client, opened(admin_client, product), **changes)
    assert answer.context["errors"] == (
        f"Qty: Please enter a whole number, or set Qty Uses Decimals to Yes. (Product {product.sku})",
    )


def test_nothing_chosen_is_said(admin_client: Client) -> None:
    answer = apply(admin_client, opened(admin_client, product_with_stock(quantity=25)))
    assert answer.context["errors"] == ("Please tick “Change” for at least one field.",)


def test_a_chosen_row_without_its_control_is_refused(admin_client: Client) -> None:
    page = opened(admin_client, product_with_stock(quantity=25, min_qty=3))
    missing = {"stock-min_qty": None, "stock-min_qty_use_config": None, "stock-min_qty_change": "1"}
    assert apply(admin_client, page, **missing).context["errors"]
    assert StockItem.objects.get().min_qty == 3


def test_staff_who_may_only_view_are_not_offered_it() -> None:
    product, client = product_with_stock(quantity=25), staff_with("view_product")
    opened(client, product)
    assert b"update_attributes" not in client.get(GRID).content


@pytest.mark.parametrize("products", [1, 30])
def test_page_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, products: int
) -> None:
    rows = [product_with_stock(quantity=25) for _ in range(products)]
    with django_assert_num_queries(15):  # 6 of them keep the form from being done twice
        opened(admin_client, *rows)


def test_a_preview_names_what_becomes_of_each_product_and_stores_nothing(admin_client: Client) -> None:
    sold_out, full = (product_with_stock(quantity=units, sku=sku, name=sku) for sku, units in (("HAT", 0), ("BAG", 25)))
    gift = product_with_stock(quantity=0, sku="GIFT", manage_stock=False)
    page = opened(admin_client, sold_out, full, gift)
    answer = apply(admin_client, page, **LIMITED, preview="1")
    (stock,) = answer.context["panel"].stocks
    assert stock.sentences == ("1 product becomes buyable.", "100 more units may be sold.")
    assert [(each.sku, each.becomes) for each in stock.names] == [("HAT", "becomes buyable")]
    assert not StockItem.objects.exclude(product=gift).exists()
    shown = filled_form(page, **LIMITED)
    shown.pop("stock-is_qty_decimal")  # No, as its first option: nothing is marked
    assert filled_form(answer) == shown
    unlimited = {**LIMITED, "stock-min_qty": "0"}
    (stock,) = apply(admin_client, page, **unlimited, preview="1").context["panel"].stocks
    assert stock.sentences == ("1 product becomes buyable.", "2 products become unlimited.")


def test_a_preview_of_what_cannot_be_saved_says_why(admin_client: Client) -> None:
    changes = {"stock-quantity": "1.5", "stock-quantity_change": "1"}
    answer = apply(admin_client, opened(admin_client, product_with_stock(quantity=25)), **changes, preview="1")
    assert "panel" not in answer.context
    assert "whole number" in answer.context["errors"][0]
