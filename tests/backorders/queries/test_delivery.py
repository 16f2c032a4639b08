"""What lies at the source of a delivery."""

import pytest

from backorders.queries.delivery import items_at
from tests.factories.catalog import ProductFactory, SourceFactory, SourceItemFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def test_only_what_lies_at_the_source_is_counted() -> None:
    bag, cap = product_with_stock(quantity=4), ProductFactory.create()
    SourceItemFactory.create(product=bag, source=SourceFactory.create(), quantity=9)
    found = items_at(default_source().pk, [bag.pk, cap.pk])
    assert {product: item.quantity for product, item in found.items()} == {bag.pk: 4}
