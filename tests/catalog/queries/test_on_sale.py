"""What can be bought in a stock, and what a change makes of it."""

from decimal import Decimal

import pytest

from catalog.models import ConfigurationValue, Product, Stock
from catalog.queries.on_sale import compared, compared_by_product, on_sale
from catalog.queries.salable import salable_by_stock
from tests.factories.catalog import WebsiteFactory, product_with_stock

pytestmark = pytest.mark.django_db


def now(website_id: int | None = None) -> dict[int, Decimal | None]:
    configured = ConfigurationValue.objects.in_force().configured_policy()
    return on_sale(Stock.objects.default().pk, configured, website_id=website_id)


def test_units_are_those_that_may_be_sold_and_none_is_without_a_limit() -> None:
    limited = product_with_stock(quantity=5, backorders=1, min_qty=-10)
    unlimited = product_with_stock(quantity=0, backorders=1, min_qty=0)
    gift = product_with_stock(quantity=0, manage_stock=False)
    product_with_stock(quantity=0)
    assert now() == {limited.pk: 15, unlimited.pk: None, gift.pk: None}
    website = WebsiteFactory.create()
    assert now(website.pk) == {}
    gift.websites.add(website)
    assert now(website.pk) == {gift.pk: None}


def test_both_comparisons_say_the_same_of_what_comes_and_goes() -> None:
    products = [product_with_stock(quantity=units, name=f"P{units}", sku=f"P{units}") for units in (0, 3, 9)]
    configured = ConfigurationValue.objects.in_force().configured_policy()
    before, standing = now(), salable_by_stock(products, configured=configured)
    for product, units in zip(products, (4, 0, 2), strict=True):
        product.source_items.update(quantity=units)
    found = compared("Default Stock", before, now())
    assert (found.become_buyable, found.stop_being_buyable, found.more_units) == (1, 1, Decimal(-6))
    assert found.names == (("P0", "P0", True), ("P3", "P3", False))
    rows = list(Product.objects.all())
    assert compared_by_product(rows, standing, salable_by_stock(rows, configured=configured)) == (found,)
    assert compared("Default Stock", now(), now()).changes_nothing
