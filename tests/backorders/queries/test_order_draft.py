"""What staff type into an order: found by SKU or name, and judged as the order will be."""

from decimal import Decimal

import pytest

from backorders.queries.order_draft import JudgedItem, judged_items, products_like, products_named
from catalog.models import ConfigurationValue, Product, Stock
from catalog.models.product import ProductType
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.salable import Reason
from tests.factories.catalog import (
    ProductFactory,
    WebsiteFactory,
    configure,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def judged(product: Product, units: int, *, group: str | None = None) -> JudgedItem:
    website = default_website()
    found = judged_items(
        {product: Decimal(units)},
        website=website,
        stock=Stock.objects.default(),
        configuration=ConfigurationValue.objects.in_force(website=website),
        group=group,
    )
    assert list(found) == [product.pk]
    return found[product.pk]


def test_an_item_says_what_of_it_would_be_backordered_and_nothing_where_it_is_refused() -> None:
    bag = product_with_stock(quantity=2, backorders=1, min_qty=-3)
    item = judged(bag, 5)
    assert (item.product, item.quantity, item.refusal, item.owed) == (bag, 5, None, 3)
    refused = judged(bag, 6)
    assert refused.refusal is not None
    assert (refused.refusal.reason, refused.refusal.bound, refused.owed) == (Reason.NOT_ENOUGH, 5, 0)
    assert refused.availability.can_be_bought


@pytest.mark.parametrize("elsewhere", [True, False])
def test_what_the_website_does_not_sell_is_refused_and_offered_nowhere(*, elsewhere: bool) -> None:
    websites = [WebsiteFactory.create()] if elsewhere else [default_website()]
    item = judged(product_with_stock(quantity=9, websites=websites, is_enabled=elsewhere), 1)
    assert item.refusal is not None
    assert (item.refusal.reason, item.availability.can_be_bought) == (Reason.NOT_FOR_SALE, False)


def test_the_minimum_is_that_of_the_customers_group() -> None:
    configure(MIN_SALE_QTY, '{"2": 6, "32000": 1}')
    bag = product_with_stock(quantity=9)
    assert [judged(bag, 5, group=group).refusal is None for group in (None, "1", "2")] == [True, True, False]


def skus(found: dict[str, list[Product]]) -> dict[str, list[str]]:
    return {word: [product.sku for product in products] for word, products in found.items()}


def test_a_word_is_a_sku_in_any_case_else_a_name() -> None:
    ProductFactory.create(sku="BAG-1", name="Blue bag")
    ProductFactory.create(sku="BAG-2", name="blue Bag")
    ProductFactory.create(sku="CAP", name="BAG-1")
    assert skus(products_named(["bag-1", "BLUE BAG", "bag", "Cap"])) == {
        "bag-1": ["BAG-1"],
        "BLUE BAG": ["BAG-1", "BAG-2"],
        "bag": [],
        "Cap": ["CAP"],
    }


@pytest.mark.parametrize(("words", "queries"), [(["bag"], 1), (["bag", "Cap of wool"], 2)])
def test_names_are_asked_for_only_where_a_word_is_no_sku(
    django_assert_num_queries: object, words: list[str], queries: int
) -> None:
    ProductFactory.create(sku="BAG")
    with django_assert_num_queries(queries):  # type: ignore[operator]
        products_named(words)


def like(words: str, first: int = 9) -> list[str]:
    return [product.sku for product in products_like(words, website=default_website(), first=first)]


def test_products_are_suggested_that_hold_every_word_in_sku_or_name() -> None:
    ProductFactory.create(sku="TENT-2", name="Tent of two")
    ProductFactory.create(sku="TENT-1", name="Big tent")
    ProductFactory.create(sku="CAP", name="Cap")
    assert like("tent") == ["TENT-1", "TENT-2"]
    assert like("TENT big") == ["TENT-1"]
    assert like("te\0nt", first=1) == ["TENT-1"]
    assert like("tent cap") == like(" ") == like("") == []
    assert like("cap" + " " * 300 + "tent") == ["CAP"]


def test_nothing_is_suggested_that_cannot_be_put_into_an_order_of_the_website() -> None:
    ProductFactory.create(sku="A", name="Tent", product_type=ProductType.CONFIGURABLE)
    ProductFactory.create(sku="B", name="Tent", websites=[WebsiteFactory.create()])
    ProductFactory.create(sku="C", name="Tent", is_enabled=False)
    ProductFactory.create(sku="D", name="Tent")
    assert like("tent") == ["D"]
