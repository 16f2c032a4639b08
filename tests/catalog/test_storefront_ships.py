"""What a configurable product costs, and whether it ships, is what its variants do that can be bought."""

from decimal import Decimal

import pytest
from django.test import Client

from catalog.models import Product, SourceItem, StockItem
from catalog.rules import configuration as declared
from tests.catalog.queries.test_listing_shelves import configurable, listed
from tests.factories.catalog import configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_a_configurable_stands_where_the_price_that_can_be_paid_does(client: Client) -> None:
    jacket = configurable("Jacket", 0, 1, 1)
    Product.objects.filter(pk=jacket.pk).update(price=0)
    for size, price in enumerate((1, 30, 50)):
        Product.objects.filter(variant_of=jacket, options={"Size": str(size)}).update(price=Decimal(price))
    for name, price in (("Cap", 20), ("Coat", 40)):
        product_with_stock(quantity=1, name=name, price=Decimal(price))
    assert listed(client, "/?sort=price") == ["Cap", "Jacket", "Coat"]
    assert listed(client, "/?sort=price-down") == ["Coat", "Jacket", "Cap"]
    assert "Jacket From $30.00" in page_text(client.get("/"))
    SourceItem.objects.filter(product__variant_of=jacket, product__price=30).update(quantity=0)
    assert listed(client, "/?sort=price") == ["Cap", "Coat", "Jacket"]
    Product.objects.filter(variant_of=jacket, price=50).update(is_enabled=False)
    SourceItem.objects.filter(product__variant_of=jacket).update(quantity=9)
    assert listed(client, "/?sort=price-down") == ["Coat", "Cap", "Jacket"]


def test_what_ships_now_or_waits_is_listed_alone_and_the_filter_is_dropped_by_a_click(client: Client) -> None:
    product_with_stock(quantity=1, name="There")
    product_with_stock(quantity=0, name="Waits", backorders=1)
    product_with_stock(quantity=0, name="Gone")
    waits = configurable("Jacket waits", 0, 0)
    StockItem.objects.create(product=waits.variants.all()[0], backorders=2)
    configurable("Jacket there", 0, 3)
    now, later = "/?sort=name&ships=now", "/?sort=name&ships=later"
    assert (listed(client, now), listed(client, later)) == (["Jacket there", "There"], ["Jacket waits", "Waits"])
    assert listed(client, "/?ships=nonsense") == listed(client)
    shown = client.get(now).content.decode()
    assert 'href="?sort=name#listing" aria-label="Ships now, shown alone: show everything"' in shown
    assert 'href="?sort=name&amp;ships=later#listing"' in shown
    assert '<input type="hidden" name="ships" value="now">' in shown
    assert "2 products" in page_text(client.get(later))
    assert "Nothing of it is on backorder at the moment." in page_text(client.get("/search/?q=there&ships=later"))
    configure(declared.DISPLAY_STOCK_STATUS, 0)
    assert listed(client, "/?ships=later") == listed(client)
    assert "Ships now" not in page_text(client.get("/"))
