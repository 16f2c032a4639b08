"""StockLevel is right after writers have met, whichever committed first."""

from collections.abc import Callable
from decimal import Decimal
from threading import Event

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backorders.actions.place_order import place_order
from catalog.models import Product, Reservation, Source, SourceItem, Stock, StockLevel, StockSourceLink
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.concurrency.race import race
from tests.factories.catalog import ProductFactory, SourceFactory, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def test_receipts_corrections_and_orders_at_once_leave_the_levels_right() -> None:
    product = product_with_stock(quantity=50, backorders=1)

    def receive() -> None:
        for _ in range(20):
            SourceItem.objects.filter(product=product).update(quantity=F("quantity") + 1)

    def order() -> None:
        for _ in range(20):
            place_order(lines={product: 1}, email="shopper@example.org", by=None, now=timezone.now())

    race([receive, order] * 3)
    assert kept_levels() == recomputed_levels()
    assert [product.stock_level().on_hand, product.stock_level().reserved] == [110, 60]


def test_two_sources_of_one_product_written_at_once_are_both_counted() -> None:
    product = product_with_stock(quantity=5)
    other = SourceFactory.create()
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=other)

    def fill(source: Source) -> Callable[[], object]:
        return lambda: SourceItem.objects.update_or_create(
            product=product, source=source, defaults={"quantity": Decimal(7)}
        )

    race([fill(product.source_items.get().source), fill(other)])
    assert product.stock_level().on_hand == 14


def meet(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Run `second` while the transaction of `first` has written and not committed yet."""
    written = Event()

    def hold() -> None:
        with transaction.atomic():
            first()
            written.set()
            # Long enough for the other to write, or to wait for us.
            Event().wait(0.4)

    def follow() -> None:
        written.wait(timeout=10)
        second()

    race([hold, follow])


def test_source_disabled_while_its_units_are_counted_leaves_the_levels_right() -> None:
    source = SourceFactory.create()
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=source)
    product = product_with_stock(quantity=5, source=source)
    meet(
        lambda: SourceItem.objects.filter(product=product).update(quantity=9),
        lambda: Source.objects.filter(pk=source.pk).update(is_enabled=False),
    )
    assert kept_levels() == recomputed_levels()
    assert StockLevel.objects.get(product=product).on_hand == 0


def assign(product: Product, source: Source) -> Callable[[], object]:
    return lambda: SourceItem.objects.create(product=product, source=source, quantity=Decimal(5))


def test_product_assigned_to_two_sources_at_once_has_one_level_with_the_units_of_both() -> None:
    sources, product = [SourceFactory.create(), SourceFactory.create()], ProductFactory.create()
    for source in sources:
        StockSourceLink.objects.create(stock=Stock.objects.default(), source=source)
    meet(assign(product, sources[0]), assign(product, sources[1]))
    assert kept_levels() == recomputed_levels()
    assert StockLevel.objects.get(product=product).on_hand == 10


def test_source_linked_while_a_product_is_assigned_to_it_leaves_the_levels_right() -> None:
    source, product = SourceFactory.create(), ProductFactory.create()
    meet(
        assign(product, source),
        lambda: StockSourceLink.objects.create(stock=Stock.objects.default(), source=source),
    )
    assert kept_levels() == recomputed_levels()


def test_source_unlinked_while_a_product_is_assigned_to_it_leaves_the_levels_right() -> None:
    source, product = SourceFactory.create(), ProductFactory.create()
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=source)
    meet(assign(product, source), StockSourceLink.objects.filter(source=source).delete)
    assert kept_levels() == recomputed_levels()


def test_source_disabled_while_a_product_is_assigned_to_it_leaves_the_levels_right() -> None:
    source, product = SourceFactory.create(), ProductFactory.create()
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=source)
    meet(assign(product, source), lambda: Source.objects.filter(pk=source.pk).update(is_enabled=False))
    assert kept_levels() == recomputed_levels()


def linked_while_counted() -> tuple[Callable[[], object], Callable[[], object]]:
    """Return a link that makes two stocks share a shelf, each with units promised, and a count of that shelf."""
    product = product_with_stock(quantity=5)
    mine = product.source_items.get().source
    theirs, other = SourceFactory.create(), Stock.objects.create(name="Other")
    StockSourceLink.objects.create(stock=other, source=theirs)
    SourceItem.objects.create(product=product, source=theirs, quantity=Decimal(1))
    for stock, units in ((Stock.objects.default(), 4), (other, 3)):
        promised = Decimal(-units)
        Reservation.objects.create(
            stock=stock, product=product, quantity=promised, event_type="order_placed", event_key=f"of {stock}"
        )
    return (
        lambda: StockSourceLink.objects.create(stock=other, source=mine),
        lambda: SourceItem.objects.filter(product=product, source=mine).update(quantity=6),
    )


def test_who_waited_for_a_link_counts_its_shelf_as_a_shared_one() -> None:
    link, count = linked_while_counted()
    meet(link, count)
    assert kept_levels() == recomputed_levels()
    assert set(StockLevel.objects.values_list("on_hand", "free")) == {(6, 0), (7, 0)}


def test_a_link_that_waited_for_a_count_shares_out_what_was_counted() -> None:
    link, count = linked_while_counted()
    meet(count, link)
    assert kept_levels() == recomputed_levels()
    assert set(StockLevel.objects.values_list("on_hand", "free")) == {(6, 0), (7, 0)}
