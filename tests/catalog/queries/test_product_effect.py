"""What is typed for one product, told by stock before it is saved."""

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import SourceItem, StockLevel
from catalog.queries.product_effect import ProposedStock, product_effect
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy
from catalog.rules.quantity import quantity
from tests.factories.catalog import ReservationFactory, SourceFactory, StockFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db
NOW = ConfiguredPolicy()


def test_units_that_are_typed_are_shared_out_as_saving_would(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    berlin = SourceFactory.create()
    eu, us = (StockFactory.create(name=name, sources=[berlin]) for name in ("EU Stock", "US Stock"))
    product = product_with_stock(quantity=5, source=berlin, backorders=1)
    ReservationFactory.create(product=product, stock=eu, quantity=-5)
    proposed = ProposedStock(OwnPolicy(), is_enabled=True, units={berlin.pk: (quantity(8), True)})
    with django_assert_num_queries(5):
        found = product_effect(product, own=OwnPolicy(), is_enabled=True, proposed=proposed, configured=NOW)
    assert {each.stock: (each.before.salable, each.after.salable) for each in found} == {
        eu.name: (0, 3),
        us.name: (0, 3),
    }
    SourceItem.objects.filter(product=product).update(quantity=8)
    assert set(StockLevel.objects.filter(product=product).values_list("free", flat=True)) == {quantity(3)}


def test_a_stock_that_the_product_leaves_or_comes_to_is_told() -> None:
    left, reached = SourceFactory.create(), SourceFactory.create()
    StockFactory.create(name="Left", sources=[left])
    StockFactory.create(name="Reached", sources=[reached])
    StockFactory.create(name="Never", sources=[SourceFactory.create()])
    product = product_with_stock(quantity=5, source=left)
    proposed = ProposedStock(OwnPolicy(), is_enabled=True, units={reached.pk: (quantity(7), True)})
    found = product_effect(product, own=OwnPolicy(), is_enabled=True, proposed=proposed, configured=NOW)
    assert [(each.stock, each.before.salable, each.after.salable) for each in found] == [
        ("Left", 5, 0),
        ("Reached", 0, 7),
    ]


@pytest.mark.parametrize(
    ("own", "is_enabled", "is_unlimited"),
    [
        (OwnPolicy(), True, False),
        (OwnPolicy(backorders=BackorderMode.ALLOW, min_qty=quantity(-5)), True, False),
        (OwnPolicy(backorders=BackorderMode.ALLOW, min_qty=quantity(0)), True, True),
        (OwnPolicy(backorders=BackorderMode.ALLOW, min_qty=quantity(0)), False, False),
        (OwnPolicy(backorders=BackorderMode.ALLOW, min_qty=quantity(0), manage_stock=False), True, False),
    ],
)
def test_without_limit_is_what_is_counted_for_sale_and_backordered_without_threshold(
    own: OwnPolicy, *, is_enabled: bool, is_unlimited: bool
) -> None:
    product = product_with_stock(quantity=5)
    units = {default_source().pk: (quantity(5), True)}
    proposed = ProposedStock(own, is_enabled=is_enabled, units=units)
    (found,) = product_effect(product, own=OwnPolicy(), is_enabled=True, proposed=proposed, configured=NOW)
    assert (found.before.is_unlimited, found.after.is_unlimited) == (False, is_unlimited)
