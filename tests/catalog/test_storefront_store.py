"""Which shop opens: by host name, else the default one."""

import re

import pytest
from django.test import Client

from catalog.models import ConfigurationValue, SalesChannel, StoreView, Website
from catalog.rules import configuration as declared
from catalog.rules.scope import Scope
from tests.factories.catalog import (
    SourceFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    configure,
    default_website,
    product_with_stock,
)
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def europe() -> Website:
    website = WebsiteFactory.create(name="Europe", currency="EUR")
    StoreViewFactory.create(website=website, host="eu.localhost")
    StockFactory.create(sources=[SourceFactory.create(code="berlin")], website=website)
    return website


def test_host_name_opens_its_own_website_with_its_own_stock(client: Client) -> None:
    configure(declared.SHOW_OUT_OF_STOCK, 1)
    website = europe()
    product_with_stock(quantity=5, name="Bag", websites=[website, default_website()])
    assert page_text(client.get("/", headers={"host": "eu.localhost"})).endswith("Bag €10.00 Out of Stock")
    assert page_text(client.get("/", headers={"host": "localhost:8000"})).endswith("Bag $10.00 In stock")


def test_website_reads_its_own_configuration(client: Client) -> None:
    website = europe()
    configure(declared.SHOW_OUT_OF_STOCK, 1)
    configure(declared.ONLY_X_LEFT_THRESHOLD, 9, website=website)
    product_with_stock(
        quantity=5,
        name="Bag",
        source=website.sales_channel.stock.sources.get(),
        websites=[website],
    )
    assert "Only 5 left" in page_text(client.get("/", headers={"host": "eu.localhost"}))


def test_store_view_hides_the_status_for_itself(client: Client) -> None:
    view = StoreView.objects.get(is_default=True)
    ConfigurationValue.objects.create(
        path=declared.DISPLAY_STOCK_STATUS.path, scope=Scope.STORE_VIEW.value, store_view=view, value="0"
    )
    product_with_stock(quantity=5, name="Bag")
    assert page_text(client.get("/")).endswith("Bag $10.00")


def test_shop_without_a_stock_is_not_open(client: Client) -> None:
    SalesChannel.objects.all().delete()
    response = client.get("/")
    assert response.status_code == 404
    assert "There is no such page" in page_text(response)


def test_unknown_address_is_answered_in_the_shops_frame(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert re.search(r"<span>Main Website</span>", response.content.decode())
