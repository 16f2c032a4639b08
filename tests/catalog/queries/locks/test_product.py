"""The locks of who moves, counts, edits or deletes units: everybody takes them in one order."""

from collections.abc import Callable

import pytest
from django.db.transaction import TransactionManagementError

from catalog.models import Product, Source, SourceItem, StockItem
from catalog.models.product import ProductType
from catalog.queries.locks import product as locks
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_source,
    product_with_stock,
)
from tests.locks_taken import locks_taken

PRODUCT, SOURCE = "product by id: no key update", "source by id: share"
ITEMS = "sourceitem by product_id, source_id: update"
LEVELS = "stocklevel by product_id, stock_id: no key update"


@pytest.mark.django_db
def test_units_of_one_product_are_locked_from_the_product_to_its_levels() -> None:
    bag, cap = product_with_stock(quantity=3), product_with_stock(quantity=4)
    east = SourceItemFactory.create(product=bag, source=SourceFactory.create(), quantity=2).source
    alone, product = "product: no key update", Product.objects.get(pk=bag.pk)
    assert locks_taken(lambda: locks.lock_source_items(product)) == [alone, ITEMS, LEVELS]
    assert locks_taken(lambda: locks.lock_source_items(product, moved=[east.pk])) == [alone, SOURCE, ITEMS, LEVELS]
    found = {pk: item.quantity for pk, item in locks.lock_source_items(product).items()}
    assert found == {default_source().pk: 3, east.pk: 2}
    assert cap.source_items.get().quantity == 4


@pytest.mark.django_db
def test_what_a_product_is_made_of_is_read_under_the_lock() -> None:
    product = ProductFactory.create()
    Product.objects.filter(pk=product.pk).update(product_type=ProductType.CONFIGURABLE)
    locks.lock_source_items(product)
    assert product.product_type == ProductType.CONFIGURABLE
    Product.objects.filter(pk=product.pk).delete()
    with pytest.raises(Product.DoesNotExist):
        locks.lock_source_items(product)


@pytest.mark.django_db
def test_a_source_is_shared_by_who_ships_from_it() -> None:
    source = SourceFactory.create(name="Before")
    Source.objects.filter(pk=source.pk).update(name="After")
    assert locks.locked_source(source.pk).name == "After"
    assert locks_taken(lambda: locks.locked_source(source.pk)) == ["source: share"]
    for gone in (None, 0):
        with pytest.raises(Source.DoesNotExist):
            locks.locked_source(gone)


@pytest.mark.django_db
def test_the_configuration_is_saved_by_one_at_a_time() -> None:
    assert locks_taken(locks.lock_configuration) == ["all of configurationvalue: share row exclusive"]


@pytest.mark.django_db
def test_who_deletes_products_locks_all_that_goes_with_them_and_reads_their_names() -> None:
    second, first = product_with_stock(name="B"), product_with_stock(name="A")
    product_with_stock(name="C")
    ids = [first.pk, second.pk]
    assert locks.lock_deleted_products(ids) == ("B", "A")
    assert locks_taken(lambda: locks.lock_deleted_products(ids)) == [PRODUCT, ITEMS, LEVELS]


@pytest.mark.django_db
def test_items_of_several_products_are_locked_in_one_order() -> None:
    bag, cap = product_with_stock(quantity=3), product_with_stock(quantity=4)
    product_with_stock(quantity=5)
    found = {key: item.quantity for key, item in locks.locked_items([cap.pk, bag.pk]).items()}
    assert found == {(default_source().pk, bag.pk): 3, (default_source().pk, cap.pk): 4}
    assert locks_taken(lambda: locks.locked_items([cap.pk, bag.pk])) == [ITEMS]


@pytest.mark.django_db
def test_selected_products_are_told_by_whether_they_hold_stock() -> None:
    own, plain = product_with_stock(sku="OWN", min_qty=5), product_with_stock(sku="PLAIN")
    jacket = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    StockItem.objects.create(product=jacket, min_qty=1)
    product_with_stock(sku="OTHER", min_qty=1)
    ids = [own.pk, plain.pk, jacket.pk, 0]
    found = locks.lock_selected_products(ids)
    assert (found.skus, found.without_stock) == ({own.pk: "OWN", plain.pk: "PLAIN"}, 1)
    assert {pk: policy.min_qty for pk, policy in found.own.items()} == {own.pk: 5}
    assert locks_taken(lambda: locks.lock_selected_products(ids)) == [PRODUCT]


@pytest.mark.django_db
def test_items_at_one_source_are_locked_after_it_and_before_the_levels() -> None:
    east = SourceFactory.create()
    StockFactory.create(sources=[east])
    there, elsewhere = product_with_stock(source=east), product_with_stock()
    product_with_stock(source=east)
    ids = [there.pk, elsewhere.pk]
    assert locks.lock_items_at(east.pk, ids) == {there.pk}
    items = "sourceitem by product_id: update"
    assert locks_taken(lambda: locks.lock_items_at(east.pk, ids)) == ["source: share", items, LEVELS]


@pytest.mark.django_db
def test_rows_that_are_switched_are_locked_by_their_ids_and_those_that_are_gone_are_left_out() -> None:
    sources = [SourceFactory.create() for _ in range(3)]
    products = [ProductFactory.create(description="Long.") for _ in range(3)]
    assert locks.lock_switched_sources([sources[1].pk, sources[0].pk, 0]) == sources[:2]
    found = locks.lock_disabled_products([products[1].pk, products[0].pk, 0])
    assert found == products[:2]
    assert found[0].get_deferred_fields() == {"description"}
    assert locks_taken(lambda: locks.lock_switched_sources([1])) == ["source by id: no key update"]
    assert locks_taken(lambda: locks.lock_disabled_products([1])) == [PRODUCT]


@pytest.mark.parametrize(
    "lock",
    [
        lambda: locks.lock_deleted_products([1]),
        lambda: locks.locked_items([1]),
        lambda: locks.lock_selected_products([1]),
        lambda: locks.lock_items_at(1, [1]),
        lambda: locks.lock_switched_sources([1]),
        lambda: locks.lock_disabled_products([1]),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_outside_of_a_transaction(lock: Callable[[], object]) -> None:
    assert not SourceItem.objects.exists()
    with pytest.raises(TransactionManagementError):
        lock()
