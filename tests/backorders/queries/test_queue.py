"""Rule and view give one queue, and the queue follows the shelf by itself (scenarios C36 to C38, C40, X20, X21, X25)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine, QueuePlace
from backorders.queries.queue import covered_since, owed_places
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.rules.queue import OpenLine, queue
from catalog.models import Product, SourceItem, StockItem
from tests.examples import of_shops
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import default_source, product_with_stock
from tests.factories.counted import counted_at
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
type Plan = tuple[int, int, Decimal, Decimal, bool, OrderStatus]
units = st.integers(0, 60000).map(lambda n: Decimal(n) / 10000)


def backordered(*, on_hand: int = 0) -> Product:
    return product_with_stock(quantity=on_hand, backorders=1)


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def arrive(product: Product, quantity: int) -> None:
    counted_at(product, default_source(), quantity)


def covered_and_owed(product: Product) -> list[tuple[Decimal, Decimal]]:
    return list(QueuePlace.objects.filter(product=product).order_by("position").values_list("covered", "owed"))


@of_shops
@given(
    st.lists(
        st.tuples(st.integers(-1, 1), st.integers(0, 2), units, units, st.booleans(), st.sampled_from(OrderStatus)),
        max_size=8,
    ),
    st.integers(-20000, 200000).map(lambda n: Decimal(n) / 10000),
)
def test_queue_is_the_same_by_rule_and_in_sql(plans: list[Plan], on_hand: Decimal) -> None:
    with rolled_back():
        product = product_with_stock(quantity=on_hand)
        waiting = []
        for priority, day, open_units, gone, reserved, status in plans:
            when = FIRST_DAY + timedelta(days=day)
            canceled_at = when if status is OrderStatus.CANCELED else None
            held_from = "processing" if status is OrderStatus.ON_HOLD else ""
            order = OrderFactory.create(
                placed_at=when, status=status.value, canceled_at=canceled_at, held_from=held_from
            )
            line = OrderLineFactory.create(
                order=order,
                product=product,
                queue_priority=priority,
                is_reserved=reserved,
                ordered=open_units + gone + 1,
                shipped=gone,
                canceled=1,
            )
            if reserved and status in OPEN and line.open > 0:
                waiting.append(OpenLine(line.pk, priority, when, line.open))
        found = [place.as_place() for place in QueuePlace.objects.order_by("position")]
        assert tuple(found) == queue(waiting, on_hand=on_hand)


def test_filtering_the_queue_does_not_cut_it() -> None:
    product = backordered(on_hand=3)
    placed(product, 2)
    second = placed(product, 2)
    place = QueuePlace.objects.get(order=second)
    assert (place.position, place.before, place.covered, place.owed) == (2, 2, 1, 1)


def test_each_stock_and_product_has_a_queue_of_its_own() -> None:
    first, second = backordered(on_hand=1), backordered(on_hand=1)
    placed(first, 2), placed(second, 2)
    assert (covered_and_owed(first), covered_and_owed(second)) == ([(1, 1)], [(1, 1)])


def test_c36_an_absolute_correction_to_zero_releases_nobody() -> None:
    product = backordered()
    placed(product, 1)
    arrive(product, 0)
    assert covered_and_owed(product) == [(0, 1)]


def test_c37_an_edit_that_ends_where_it_began_covers_nobody() -> None:
    product = backordered()
    orders = [placed(product, number) for number in (1, 2, 1)]
    OrderLine.objects.filter(order=orders[1]).update(ordered=1)
    OrderLine.objects.filter(order=orders[1]).update(ordered=2)
    assert covered_and_owed(product) == [(0, 1), (0, 2), (0, 1)]
    assert product.stock_level().free == -4


def test_c38_a_delivery_serves_who_waits_though_backorders_are_off_by_now() -> None:
    product = backordered()
    for _ in range(3):
        placed(product, 1)
    StockItem.objects.filter(product=product).update(backorders=0)
    arrive(product, 3)
    assert covered_and_owed(product) == [(1, 0)] * 3
    with pytest.raises(NotSalable):
        placed(product, 1)


def test_c40_units_promised_to_an_order_ship_though_nothing_is_free() -> None:
    product = backordered(on_hand=4)
    orders = [placed(product, 1) for _ in range(4)]
    for number, order in enumerate(orders):
        units = {order.lines.get(): Decimal(1)}
        ship_order(
            order=order,
            source=default_source(),
            units=units,
            key=f"parcel {number}",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert (SourceItem.objects.get(product=product).quantity, covered_and_owed(product)) == (0, [])


@pytest.mark.parametrize(
    ("arrived", "expected", "free"),
    [(5, [(4, 0), (1, 3), (0, 2)], -5), (15, [(4, 0), (4, 0), (2, 0)], 5)],
)
def test_x20_what_arrives_goes_to_the_oldest_orders(arrived: int, expected: list[tuple[int, int]], free: int) -> None:
    product = backordered()
    for number in (4, 4, 2):
        placed(product, number)
    arrive(product, arrived)
    assert (covered_and_owed(product), product.stock_level().free) == (expected, free)


def test_x21_both_units_are_covered_in_one_step() -> None:
    product = backordered()
    placed(product, 2)
    arrive(product, 2)
    assert covered_and_owed(product) == [(2, 0)]


def test_x25_a_cancellation_covers_the_next_in_the_queue() -> None:
    product = backordered(on_hand=5)
    first, _ = placed(product, 8), placed(product, 2)
    assert covered_and_owed(product) == [(5, 3), (0, 2)]
    cancel_order(order=first, by=None, now=timezone.now())
    assert (covered_and_owed(product), product.stock_level().free) == ([(2, 0)], 3)


def test_what_is_owed_and_covered_since_computes_the_queues_of_some_products() -> None:
    for places in (owed_places(), covered_since()):
        before, _, computed = places.explain().partition("WindowAgg")
        assert ("= ANY (" in before, "= ANY (" in computed) == (False, True)


def test_what_is_owed_is_owed_of_products_that_left_their_sources_and_of_deleted_ones() -> None:
    kept, unassigned, deleted = backordered(on_hand=2), backordered(on_hand=2), backordered(on_hand=2)
    for product in (kept, unassigned, deleted):
        placed(product, 1)
    placed(kept, 2)
    unassigned.source_items.get().delete()
    deleted.delete()
    every = QueuePlace.objects.filter(owed__gt=0).values_list("line_id", "owed")
    assert set(owed_places().values_list("line_id", "owed")) == set(every)
    assert sorted(owed for _, owed in every) == [1, 1, 1]
