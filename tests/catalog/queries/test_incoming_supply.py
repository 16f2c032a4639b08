"""Which supply is waited for: the states in SQL are those of the rule, and the next one is that of the stock's sources."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from catalog.models import IncomingSupply
from catalog.queries.incoming_supply import expected_of_products, in_state, next_supplies, outstanding, supplies_of
from catalog.rules.incoming_supply import SupplyState
from tests.factories.catalog import SourceFactory, StockFactory, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db


def test_the_states_in_sql_are_those_of_the_rule() -> None:
    bag, today = product_with_stock(), localdate()
    for number, (days, received, is_closed) in enumerate(
        (days, received, is_closed) for days in (-1, 0, 1) for received in (0, 39, 40) for is_closed in (False, True)
    ):
        expected_supply(bag, 40, days=days, received=received, is_closed=is_closed, reference=str(number))
    every = {row.pk: row.as_supply() for row in IncomingSupply.objects.all()}
    for state in SupplyState:
        found = set(IncomingSupply.objects.filter(in_state(state, today=today)).values_list("pk", flat=True))
        assert found == {pk for pk, supply in every.items() if supply.state(today) is state}
        assert found
    assert {row.pk for row in outstanding()} == {pk for pk, supply in every.items() if supply.outstanding}


def test_the_next_one_is_the_earliest_that_is_outstanding_at_an_enabled_source_of_the_stock() -> None:
    here, closed, elsewhere = SourceFactory.create(), SourceFactory.create(is_enabled=False), SourceFactory.create()
    stock, other = StockFactory.create(sources=[here, closed]), StockFactory.create(sources=[elsewhere])
    bag, cap = product_with_stock(), product_with_stock()
    expected_supply(bag, 40, days=1, source=here, received=40)
    expected_supply(bag, 40, days=2, source=closed)
    expected_supply(bag, 40, days=3, source=elsewhere)
    wanted = expected_supply(bag, 40, days=4, source=here, received=15)
    expected_supply(bag, 40, days=5, source=here)
    found = next_supplies(stock_ids=[stock.pk, other.pk], product_ids=[bag.pk, cap.pk])
    assert found.keys() == {(stock.pk, bag.pk), (other.pk, bag.pk)}
    comes = found[stock.pk, bag.pk]
    assert (comes.supply.number, comes.units, comes.source_name) == (wanted.pk, 25, here.name)


def test_a_late_one_is_the_next() -> None:
    bag, today = product_with_stock(), date(2026, 11, 29)
    late = expected_supply(bag, 40, expected_on=today - timedelta(days=1))
    expected_supply(bag, 40, expected_on=today)
    found = supplies_of(bag.pk, first=9)
    assert [each.is_late(today) for each in found] == [True, False]
    assert found[0].supply.number == late.pk
    assert len(supplies_of(bag.pk, first=1)) == 1


def test_however_many_products_it_is_one_query(django_assert_num_queries: Any) -> None:
    here = SourceFactory.create()
    stock = StockFactory.create(sources=[here])
    for count in (1, 30):
        products = [product_with_stock().pk for _ in range(count)]
        for product in products:
            IncomingSupply.objects.create(product_id=product, source=here, quantity=1, expected_on=localdate())
        with django_assert_num_queries(1):
            assert len(next_supplies(stock_ids=[stock.pk], product_ids=products)) == count


def test_what_is_outstanding_of_some_products_is_counted_and_the_first_are_named() -> None:
    bag, cap, hat = (product_with_stock() for _ in range(3))
    later = expected_supply(bag, 40, days=9, received=10)
    first = expected_supply(cap, 4, days=2)
    expected_supply(cap, 7, days=1, received=7)
    expected_supply(hat, 99)
    found = expected_of_products([bag.pk, cap.pk], first=1)
    assert (found.supplies, found.units, [each.supply.number for each in found.first]) == (2, 34, [first.pk])
    assert len(expected_of_products([bag.pk], first=5).first) == 1
    assert expected_of_products([], first=5).supplies == 0
    assert later.pk
