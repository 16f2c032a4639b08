"""What an import finds of the products that its rows name, and how it holds them."""

import pytest

from catalog.models import Category, Product, Reservation
from catalog.models.product import ProductType
from catalog.queries.locks.imported_products import CategoryLink, WebsiteLink, lock_imported_products
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    WebsiteFactory,
    default_source,
    default_website,
    product_with_stock,
)
from tests.locks_taken import locks_taken

pytestmark = pytest.mark.django_db
HELD = [
    "product by id: no key update",
    "source: share",
    "stockitem by id: update",
    "sourceitem by product_id: update",
]


def test_products_are_found_in_any_case_with_their_stock_at_the_default_source() -> None:
    bag = product_with_stock(sku="Bag", quantity=3, min_qty=5)
    SourceItemFactory.create(product=bag, source=SourceFactory.create(), quantity=9)
    product_with_stock(sku="OTHER", quantity=4, min_qty=6)
    stored = lock_imported_products(["BAG", "NEW"])
    assert (stored.called("bag"), stored.called("NEW"), stored.called("OTHER")) == ([bag], [], [])
    assert {pk: item.min_qty for pk, item in stored.stock_items.items()} == {bag.pk: 5}
    assert {pk: item.quantity for pk, item in stored.source_items.items()} == {bag.pk: 3}
    assert (stored.promised, dict(stored.variants)) == ({}, {})


def test_twins_of_an_old_shop_go_by_the_sku_as_it_is_written() -> None:
    small, large = Product(pk=1, sku="bag"), Product(pk=2, sku="BAG")
    stored = lock_imported_products([])
    stored.products["bag"] += [small, large]
    assert [stored.called(sku) for sku in ("bag", "BAG", "Bag", "cap")] == [[small], [large], [small, large], []]


def test_links_of_the_products_come_with_the_ids_of_their_rows() -> None:
    bag, other = ProductFactory.create(sku="BAG"), ProductFactory.create(websites=[WebsiteFactory.create()])
    camping = Category.objects.create(path="Camping", name="Camping", slug="camping")
    bag.categories.set([camping])
    other.categories.set([camping])
    stored = lock_imported_products(["BAG"])
    category, website = CategoryLink.objects.get(product=bag), WebsiteLink.objects.get(product=bag)
    assert dict(stored.categories) == {bag.pk: {camping.pk: category.pk}}
    assert dict(stored.websites) == {bag.pk: {default_website().pk: website.pk}}


def test_variants_come_along_whoever_names_them() -> None:
    shirt = ProductFactory.create(sku="T", product_type=ProductType.CONFIGURABLE)
    had = ProductFactory.create(sku="T-S", variant_of=shirt, options={"Size": "S"})
    listed = product_with_stock(sku="T-M", quantity=2)
    stored = lock_imported_products(["t"], ["t-m"])
    assert stored.called("T-S") == [had]
    assert stored.called("T-M") == [listed]
    assert dict(stored.variants) == {shirt.pk: [had]}
    assert stored.source_items == {}
    assert lock_imported_products(["T"]).called("T-S") == []


def test_open_orders_are_counted_in_the_stocks_that_draw_from_the_default_source_when_asked_for() -> None:
    bag, cap = product_with_stock(sku="BAG", quantity=9), product_with_stock(sku="CAP", quantity=9)
    both = StockFactory.create(sources=[default_source()])
    east = SourceFactory.create()
    apart = StockFactory.create(sources=[east])
    SourceItemFactory.create(product=bag, source=east, quantity=9)
    for stock, units in ((None, 2), (both, 3), (apart, 4)):
        where = {} if stock is None else {"stock": stock}
        ReservationFactory.create(product=bag, quantity=-units, **where)
    ReservationFactory.create(product=cap, quantity=-1)
    assert Reservation.objects.count() == 4
    assert lock_imported_products(["BAG"], with_promised=True).promised == {bag.pk: 5}
    assert lock_imported_products(["BAG"]).promised == {}


def test_rows_are_locked_products_first_and_in_the_order_of_everybody() -> None:
    product_with_stock(sku="BAG")
    assert locks_taken(lambda: lock_imported_products(["BAG"])) == HELD
    assert locks_taken(lambda: lock_imported_products(["BAG"], ["CAP"])) == HELD
    assert locks_taken(lambda: lock_imported_products(["NEW"])) == HELD[:2]
