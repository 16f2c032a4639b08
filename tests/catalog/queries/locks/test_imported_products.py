"""What an import finds of the products that its rows name, and how it holds them."""

import pytest

from catalog.models import Category, Product, Reservation
from catalog.models.product import ProductType
from catalog.queries.locks.imported_products import (
    StoredProduct,
    lock_imported_products,
    read_imported_products,
)
from catalog.rules.product_row_columns import INHERITED
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


def ids(found: list[StoredProduct]) -> list[int]:
    return [product.pk for product in found]


def test_products_are_found_in_any_case_with_their_stock_at_the_default_source() -> None:
    bag = product_with_stock(sku="Bag", quantity=3, min_qty=5)
    SourceItemFactory.create(product=bag, source=SourceFactory.create(), quantity=9)
    cap = product_with_stock(sku="OTHER", quantity=4)
    stored = lock_imported_products(["BAG", "NEW"])
    assert (ids(stored.called("bag")), stored.called("NEW"), stored.called("OTHER")) == ([bag.pk], [], [])
    found = stored.called("bag")[0]
    assert found.own is not None
    assert {name: value for name, value in zip(INHERITED, found.own, strict=True) if value} == {"min_qty": 5}
    assert (found.quantity, found.is_in_stock, stored.promised, dict(stored.variants)) == (3, True, {}, {})
    assert [product.own for product in read_imported_products([cap.sku]).called("other")] == [None]


def test_what_is_stored_is_read_column_by_column() -> None:
    bag = product_with_stock(sku="BAG", price="9.5", weight="1.25", description="Dry.", options={"Size": "S"})
    (found,) = lock_imported_products(["BAG"]).called("BAG")
    kept = Product.objects.values().get(pk=bag.pk)
    for name in ("sku", "name", "slug", "product_type", "is_enabled", "visibility", "price", "weight", "description"):
        assert getattr(found, name) == kept[name]
    assert (found.short_description, found.variant_of, found.options) == ("", None, '{"Size": "S"}')


def test_product_that_the_default_source_does_not_hold_has_no_quantity() -> None:
    ProductFactory.create(sku="BAG")
    (found,) = read_imported_products(["BAG"]).called("BAG")
    assert (found.quantity, found.is_in_stock) == (None, None)


def test_twins_of_an_old_shop_go_by_the_sku_as_it_is_written() -> None:
    small, other = ProductFactory.create(sku="bag"), ProductFactory.create(sku="BAG", is_sku_twin=True)
    stored = lock_imported_products(["bag"])
    found = [ids(stored.called(sku)) for sku in ("bag", "BAG", "Bag", "cap")]
    assert found == [[small.pk], [other.pk], [small.pk, other.pk], []]


def test_links_of_the_products_come_with_them() -> None:
    bag, other = ProductFactory.create(sku="BAG"), ProductFactory.create(websites=[WebsiteFactory.create()])
    camping = Category.objects.create(path="Camping", name="Camping", slug="camping")
    bag.categories.set([camping])
    other.categories.set([camping])
    (found,) = lock_imported_products(["BAG"]).called("BAG")
    assert (found.category_ids, found.website_ids) == ([camping.pk], [default_website().pk])


def test_variants_come_along_whoever_names_them() -> None:
    shirt = ProductFactory.create(sku="T", product_type=ProductType.CONFIGURABLE)
    had = ProductFactory.create(sku="T-S", variant_of=shirt, options={"Size": "S"})
    listed = product_with_stock(sku="T-M", quantity=2)
    stored = lock_imported_products(["t"], ["t-m"])
    assert ids(stored.called("T-S")) == [had.pk]
    assert ids(stored.called("T-M")) == [listed.pk]
    assert {pk: ids(found) for pk, found in stored.variants.items()} == {shirt.pk: [had.pk]}
    assert stored.called("T-S")[0].is_under(stored.called("T")[0], {"Size": "S"})
    assert not stored.called("T-S")[0].is_under(stored.called("T")[0], {"Size": "M"})
    assert not stored.called("T-M")[0].is_under(stored.called("T")[0], {})
    assert not stored.called("T-S")[0].is_under(stored.called("T-M")[0], {"Size": "S"})
    assert not stored.called("T-S")[0].is_under(None, {"Size": "S"})
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
    assert locks_taken(lambda: read_imported_products(["BAG"])) == []
