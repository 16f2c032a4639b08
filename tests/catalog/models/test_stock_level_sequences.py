"""Chance writes, one after another: after each, StockLevel is what the rows add up to."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from catalog.models import Source, SourceItem, StockSourceLink
from catalog.models.reservation import EventType
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.catalog.rules.strategies import quantities
from tests.examples import of_lives
from tests.factories.catalog import ProductFactory, ReservationFactory, SourceFactory, StockFactory

one_of_three = st.integers(0, 2)
one_of_two = st.integers(0, 1)


class Shop(RuleBasedStateMachine):
    """Three sources, two stocks, three products, in a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def open_shop(self) -> None:
        self.sources = SourceFactory.create_batch(3)
        self.products = ProductFactory.create_batch(3)
        self.stocks = [StockFactory.create(sources=self.sources[:2]), StockFactory.create(sources=self.sources[1:])]

    @rule(source=one_of_three, product=one_of_three, quantity=quantities(), in_stock=st.booleans())
    def put(self, source: int, product: int, quantity: Decimal, *, in_stock: bool) -> None:
        SourceItem.objects.update_or_create(
            source=self.sources[source],
            product=self.products[product],
            defaults={"quantity": quantity, "is_in_stock": in_stock},
        )

    @rule(product=one_of_three, source=one_of_three)
    def move_all_to_one_source(self, product: int, source: int) -> None:
        items = SourceItem.objects.filter(product=self.products[product])
        if items.count() == 1:
            items.update(source=self.sources[source], quantity=F("quantity") + 1)

    @rule(source=one_of_three, product=one_of_three)
    def unassign(self, source: int, product: int) -> None:
        SourceItem.objects.filter(source=self.sources[source], product=self.products[product]).delete()

    @rule(source=one_of_three)
    def empty_source(self, source: int) -> None:
        SourceItem.objects.filter(source=self.sources[source]).delete()

    @rule(source=one_of_three, enabled=st.booleans())
    def switch(self, source: int, *, enabled: bool) -> None:
        Source.objects.filter(pk=self.sources[source].pk).update(is_enabled=enabled)

    @rule(stock=one_of_two, source=one_of_three)
    def link(self, stock: int, source: int) -> None:
        StockSourceLink.objects.get_or_create(stock=self.stocks[stock], source=self.sources[source])

    @rule(stock=one_of_two, source=one_of_three)
    def unlink(self, stock: int, source: int) -> None:
        StockSourceLink.objects.filter(stock=self.stocks[stock], source=self.sources[source]).delete()

    @rule(stock=one_of_two, product=one_of_three, quantity=quantities().filter(bool))
    def reserve(self, stock: int, product: int, quantity: Decimal) -> None:
        ReservationFactory.create(
            stock=self.stocks[stock],
            product=self.products[product],
            quantity=quantity,
            event_type=EventType.MANUAL_COMPENSATION,
        )

    @invariant()
    def levels_are_what_the_rows_add_up_to(self) -> None:
        assert kept_levels() == recomputed_levels()


@pytest.mark.django_db
def test_any_sequence_of_writes_leaves_the_levels_right() -> None:
    run_state_machine_as_test(Shop, settings=of_lives(steps=12))
