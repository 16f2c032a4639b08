"""Every field of Advanced Inventory says where its value comes from."""

import pytest
from django.test import Client

from catalog.models import Product
from catalog.rules.product_setting import BACKORDERS, MIN_QTY, MIN_SALE_QTY
from tests.catalog.admin.product_pages import url
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db


def sources(client: Client, product: Product) -> dict[str, str]:
    rows = client.get(url(product)).context["page"].dialog.rows
    return {row.name: row.source.inherited for row in rows if row.source}


def test_fields_say_built_in_until_something_is_configured(admin_client: Client) -> None:
    assert sources(admin_client, product_with_stock(quantity=25)) == {
        "manage_stock": "Built-in: Yes",
        "min_qty": "Built-in: 0",
        "min_sale_qty": "Built-in: 1",
        "max_sale_qty": "Built-in: 10000",
        "backorders": "Built-in: No Backorders",
        "backorder_lead_time": "Built-in: 0",
        "notify_stock_qty": "Built-in: 1",
        "enable_qty_increments": "Built-in: No",
        "qty_increments": "Built-in: 1",
    }


def test_configured_values_are_named_even_when_equal_to_the_built_in_one(admin_client: Client) -> None:
    for setting, text in ((MIN_QTY, "0"), (BACKORDERS, "2"), (MIN_SALE_QTY, '{"32000": 1, "2": 5}')):
        configure(setting, text)
    told = sources(admin_client, product_with_stock(quantity=25))
    assert (told["min_qty"], told["backorders"], told["min_sale_qty"]) == (
        "Default Config: 0",
        "Default Config: Allow Qty Below 0 and Notify Customer",
        "Default Config: by customer group",
    )


def test_an_own_value_says_what_it_stands_in_for(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, min_qty=-50)
    page = admin_client.get(url(product)).content.decode()
    assert "Own value, in place of Built-in: 0" in page
