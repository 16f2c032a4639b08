"""What a low product has where, and what of it is promised and owed."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.queries.low_stock import ProductFacts, SourceFacts, StockFacts, low_stock_facts
from catalog.models import Source
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_source,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def test_facts_are_those_of_each_stock_and_of_each_enabled_source() -> None:
    west, east, off = (SourceFactory.create(name=name) for name in ("West", "East", "Off"))
    StockFactory.create(name="Second", sources=[west, off])
    StockFactory.create(name="Empty")
    bag, cap = product_with_stock(quantity=3, backorders=1), product_with_stock(quantity=8)
    for source, units in ((west, 4), (east, 5), (off, 6)):
        SourceItemFactory.create(product=bag, source=source, quantity=units)
    Source.objects.filter(pk=off.pk).update(is_enabled=False)
    for units in (2, 4):
        place_order(lines={bag: units}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    unknown = ProductFactory.create()
    found = low_stock_facts([bag.pk, unknown.pk])
    assert found.keys() == {bag.pk, unknown.pk}
    assert found[unknown.pk] == ProductFacts((), ())
    assert found[bag.pk] == ProductFacts(
        stocks=(
            StockFacts("Default Stock", Decimal(3), promised=Decimal(6), free=Decimal(-3), owed=Decimal(3)),
            StockFacts("Second", Decimal(4), promised=Decimal(0), free=Decimal(4), owed=Decimal(0)),
        ),
        sources=(
            SourceFacts(default_source().name, Decimal(3)),
            SourceFacts("East", Decimal(5)),
            SourceFacts("West", Decimal(4)),
        ),
    )
    assert low_stock_facts([cap.pk])[cap.pk].stocks[0].on_hand == 8


def test_sources_of_one_name_come_in_one_order_whatever_was_assigned_first() -> None:
    first, second = SourceFactory.create(name="Twin"), SourceFactory.create(name="Twin")
    bag = product_with_stock(quantity=2, source=second)
    SourceItemFactory.create(product=bag, source=first, quantity=1)
    assert low_stock_facts([bag.pk])[bag.pk].sources == (
        SourceFacts("Twin", Decimal(1)),
        SourceFacts("Twin", Decimal(2)),
    )
