"""The list of what can leave: the same orders as the rule of one order finds, oldest first, with no unit proposed twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order, OrderLine
from backorders.queries.ready_to_ship import proposals, ready_orders, ready_page
from backorders.queries.shipment import shippable_lines
from backorders.rules.order_status import OrderStatus
from backorders.rules.ready_to_ship import leaves_now, leaving
from backorders.rules.shipment import status_hindrance
from catalog.models import Product, SourceItem
from tests.backorders.shelf_orders import OrderShop
from tests.backorders.shipping import bag, two_sources
from tests.catalog.rules.shared_shelves import Shelves
from tests.examples import of_stories
from tests.factories.catalog import product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def order_of(*products: Product, units: int = 1, hours: int = 0, paid: int | None = None, **fields: Any) -> Order:
    """Return an order of so many of each; `paid` of each are invoiced, all when not said."""
    order = place_order(
        lines=dict.fromkeys(products, Decimal(units)),
        payment_method="checkmo",
        by=None,
        now=NOON + timedelta(hours=hours),
        **{"email": "ada@example.org", **fields},
    )
    invoiced = {line: Decimal(units if paid is None else paid) for line in order.lines.all()}
    if any(invoiced.values()) and order.total:
        invoice_order(order=order, units=invoiced, by=None, now=timezone.now())
    return order


def listed(words: str = "") -> list[Order]:
    return list(ready_orders(words))


def by_the_rule() -> list[Order]:
    """Return the orders of which the rule of one order lets something leave, asked one by one."""
    found = []
    for order in Order.objects.order_by("placed_at", "pk"):
        rows = {line.pk: line for line in order.lines.all()}
        leaves = [
            (leaving(rows[line.pk].progress(), covered=line.covered, costs=bool(rows[line.pk].unit_price)), line.open)
            for line in shippable_lines(order)
        ]
        if (
            leaves_now(leaves, ships_complete=order.ships_complete)
            and status_hindrance(OrderStatus(order.status)) is None
        ):
            found.append(order)
    return found


def test_the_oldest_first_and_not_what_is_owed_unpaid_or_on_hold() -> None:
    product = bag(8)
    younger, older = order_of(product, units=2, hours=3), order_of(product, units=2, hours=1)
    held = order_of(product, units=1, hours=2)
    hold_order(order=held, by=None, now=timezone.now())
    order_of(product, units=1, paid=0)
    part = order_of(product, units=5, hours=4)
    owed = order_of(product, units=5, hours=5)
    free = order_of(product_with_stock(quantity=1, price=0), hours=6)
    assert listed() == [older, younger, part, free] == by_the_rule()
    assert owed not in listed()
    ready, _ = proposals(listed())
    assert [(each.leaves, each.open) for each in ready] == [(2, 2), (2, 2), (2, 5), (1, 1)]


def test_of_a_line_that_is_paid_in_part_the_paid_units_leave() -> None:
    order = order_of(bag(8), units=5, paid=2)
    assert listed() == [order]
    ((ready,), _) = proposals([order])
    assert (ready.leaves, ready.open) == (2, 5)


def test_what_ships_complete_is_ready_when_all_of_it_is_there_and_paid_for() -> None:
    berlin, _, product = two_sources(3, 4)
    cap = bag(1, sku="CAP", source=berlin)
    whole, short, unpaid, gone = (
        order_of(product, cap, hours=hour, paid=paid) for hour, paid in enumerate([1, 1, 0, 1])
    )
    Order.objects.update(ships_complete=True)
    assert listed() == [whole] == by_the_rule()
    ((ready,), _) = proposals(listed())
    assert (ready.leaves, ready.open) == (2, 2)
    SourceItem.objects.filter(product=cap).update(quantity=4)
    assert listed() == [whole, short, gone] == by_the_rule()
    assert unpaid not in listed()
    cap.delete()
    assert listed() == [] == by_the_rule()
    Order.objects.update(ships_complete=False)
    assert listed() == [whole, short, gone] == by_the_rule()


def test_no_part_is_proposed_of_what_ships_complete_and_others_may_have_its_units() -> None:
    product, cap = bag(2), bag(0, sku="CAP")
    waits, after = order_of(product, cap), order_of(product, units=1, hours=1)
    Order.objects.filter(pk=waits.pk).update(ships_complete=True)
    orders = list(Order.objects.order_by("pk"))
    ready, _ = proposals(orders)
    assert [(each.order, each.leaves, each.parcels == ()) for each in ready] == [(waits, 0, True), (after, 1, False)]


def test_virtual_deleted_and_uncounted_goods() -> None:
    gone, uncounted = bag(4), bag(0, sku="NO-COUNT", manage_stock=False)
    both = order_of(gone, uncounted, units=2)
    only_gone = order_of(gone, units=1)
    gone.delete()
    assert listed() == [both] == by_the_rule()
    ((ready,), names) = proposals([both])
    assert [(names[parcel.source_id], parcel.total) for parcel in ready.parcels] == [("Default Source", 2)]
    assert (ready.leaves, ready.open) == (2, 4)
    assert only_gone not in listed()


def test_what_is_not_counted_goes_once_whatever_a_shelf_says_of_it() -> None:
    order = order_of(bag(2), bag(9, sku="NO-COUNT", manage_stock=False), units=2)
    ((ready,), _) = proposals([order])
    assert [[units for _, units in parcel.units] for parcel in ready.parcels] == [[2, 2]]
    assert [line.leaves for line in ready.lines] == [2, 2]


def test_no_unit_is_proposed_to_two_orders() -> None:
    berlin, lyon, product = two_sources(3, 4)
    orders = [order_of(product, units=2, hours=hour) for hour in range(3)]
    ready, names = proposals(orders)
    assert [[(names[parcel.source_id], parcel.total) for parcel in each.parcels] for each in ready] == [
        [("Berlin", 2)],
        [("Berlin", 1), ("Lyon", 1)],
        [("Lyon", 2)],
    ]
    assert names == {berlin.pk: "Berlin", lyon.pk: "Lyon"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ada", [0]),
        ("b@ex", [1]),
        ("-", []),
        ("#{1}", [1]),
        ("{0}", [0]),
        ("CAP", [1]),
        ("b  cap", [1]),
        ("zip", []),
        ("ada cap", []),
        ("nobody", []),
    ],
)
def test_words_find_an_order_as_on_the_grid_of_orders(words: str, found: list[int]) -> None:
    orders = [
        order_of(bag(5), customer_name="Ada Brandt", email="a@example.org"),
        order_of(bag(5, sku="CAP", name="Zip cap"), hours=1, email="b@example.org"),
    ]
    asked = words.format(*(order.number for order in orders))
    assert listed(asked) == [orders[n] for n in found]


def test_the_last_page_stands_for_those_beyond_it() -> None:
    product = bag(20)
    orders = [order_of(product, hours=hour) for hour in range(5)]
    first, last = (ready_page(ready_orders(), number=number, size=2) for number in (1, 9))
    assert list(first.orders) == orders[:2]
    assert (list(last.orders), last.number, last.count) == (orders[4:], 3, 5)
    assert ready_page(ready_orders().none(), number=3, size=2).count == 0


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as seen:
        yield seen


def test_thirty_orders_ask_as_often_as_one() -> None:
    berlin, _, product = two_sources()
    SourceItem.objects.update(quantity=40)
    order_of(product)
    asked = []
    for more in (0, 29):
        for hour in range(more):
            order_of(product, bag(40, sku=f"BAG-{hour}", source=berlin), hours=hour)
        with counted() as seen:
            found = ready_page(ready_orders(), number=1, size=30)
            assert len(proposals(found.orders)[0]) == more + 1
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 11, asked


class Story:
    """What a made-up book of orders holds."""

    shelves = st.builds(
        Shelves,
        st.fixed_dictionaries({source: st.integers(-2, 6).map(Decimal) for source in (1, 2)}),
        st.sampled_from(
            [
                {1: frozenset({1}), 2: frozenset({2})},
                {1: frozenset({1, 2}), 2: frozenset({1, 2})},
                {1: frozenset({1, 2}), 2: frozenset({2})},
            ]
        ),
    )
    orders = st.lists(
        st.tuples(
            st.sampled_from([1, 2]), st.integers(1, 4), st.integers(0, 4), st.sampled_from(OrderStatus), st.booleans()
        ),
        max_size=6,
    )


@settings(of_stories)
@given(shelves=Story.shelves, orders=Story.orders)
def test_the_list_is_what_the_rule_says_of_each_order(
    shelves: Shelves, orders: list[tuple[int, int, int, OrderStatus, bool]]
) -> None:
    with rolled_back():
        shop = OrderShop.of(shelves)
        for stock, units, paid, status, complete in orders:
            if shop.promise(stock, Decimal(units)):
                line = OrderLine.objects.get(pk=shop.lines[-1])
                OrderLine.objects.filter(pk=line.pk).update(invoiced=min(paid, units))
                open_status = status if status in {OrderStatus.PROCESSING, OrderStatus.PENDING_PAYMENT} else None
                held = {"status": "holded", "held_from": "processing"}
                Order.objects.filter(pk=line.order_id).update(
                    ships_complete=complete, **({"status": open_status} if open_status else held)
                )
        assert listed() == by_the_rule()
        ready, _ = proposals(listed())
        for each in ready:
            assert each.leaves <= each.open
