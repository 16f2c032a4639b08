"""What is said before a credit memo is what it does: on hand, reserved, salable, and what moves where."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.cancel_order import cancel_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine, SourceMovement
from backorders.queries.credit_memo import RefundPreview, refund_preview, refund_shelves
from catalog.models import Product, Source, SourceItem, StockItem, StockSourceLink
from tests.examples import of_stories
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    configure,
    default_source,
    default_website,
    product_with_stock,
)
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
UNITS = st.integers(0, 4)


def placed(lines: list[tuple[Product, int]]) -> Order:
    return place_order(lines=lines, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())


def ships(order: Order, source: Source, units: int, key: str) -> None:
    first = order.lines.all()[0]
    if units:
        ship_order(
            order=order,
            source=source,
            units={first: Decimal(units)},
            key=key,
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )


def moved(order: Order, key: str) -> dict[tuple[int, int, str], Decimal]:
    rows = SourceMovement.objects.filter(line__order=order, key=key)
    return {(row.line_id, row.source_id, row.kind): abs(row.quantity) for row in rows}


def promised(preview: RefundPreview) -> dict[tuple[int, int, str], Decimal]:
    return {
        (line, move.source_id, kind): move.units
        for line, moves in preview.moves.items()
        for kind, parts in (("returned", moves.returned), ("written_off", moves.written_off))
        for move in parts
    }


def does_what_it_says(order: Order, wanted: Mapping[OrderLine, Refunded]) -> None:
    said = refund_preview(order, wanted)
    memo = refund_order(order=order, units=wanted, key="memo", by=None, now=timezone.now())
    assert moved(order, memo.event_key) == promised(said)
    for effect in said.effects:
        product = Product.objects.get(pk=effect.product_id)
        assert product.stock_level(order.stock) == effect.after
        assert product.salable_quantity(order.stock) == effect.salable_after


@of_stories
@given(data=st.data())
def test_a_credit_memo_does_what_was_said_before_it(data: st.DataObject) -> None:
    """Two sources, two lines of one product, shipped from both; a source switched off or put Out of Stock since; any memo.

    Another stock may draw on them as well, and have promised units.
    """
    draw = data.draw
    with rolled_back():
        configure("cataloginventory/options/can_back_in_stock", draw(st.sampled_from("01")))
        east = SourceFactory.create()
        stock = StockFactory.create(sources=[east, default_source()], website=default_website())
        bag = product_with_stock(quantity=8, backorders=draw(st.sampled_from([0, 1])))
        SourceItemFactory.create(product=bag, source=east, quantity=8)
        order = placed([(bag, 6), (bag, 3)])
        ships(order, default_source(), draw(st.integers(0, 3)), "main")
        ships(order, east, draw(st.integers(0, 3)), "east")
        if units := draw(st.integers(0, 9)):
            beside = StockFactory.create(sources=draw(st.sampled_from([[east], [east, default_source()]])))
            ReservationFactory.create(stock=beside, product=bag, quantity=-units)
        one, two = order.lines.all()
        invoice_order(
            order=order, units={one: Decimal(draw(st.integers(1, 6))), two: Decimal(2)}, by=None, now=timezone.now()
        )
        if draw(st.booleans()):
            cancel_order(order=order, by=None, now=timezone.now())
        one, two = order.lines.all()
        items = SourceItem.objects.filter(product=bag, source=east)
        fate = draw(
            st.sampled_from(["same", "empty", "out of stock", "disabled", "unlinked", "unassigned", "unmanaged"])
        )
        match fate:
            case "empty":
                SourceItem.objects.filter(product=bag).update(quantity=draw(st.integers(-1, 1)))
            case "out of stock":
                items.update(is_in_stock=False)
            case "disabled":
                Source.objects.filter(pk=east.pk).update(is_enabled=False)
            case "unlinked":
                StockSourceLink.objects.filter(stock=stock, source=east).delete()
            case "unassigned":
                items.delete()
            case "unmanaged":
                StockItem.objects.update_or_create(product=bag, defaults={"manage_stock": False})
        wanted = {
            line: Refunded(Decimal(draw(st.integers(1, int(line.invoiced)))), return_to_stock=draw(st.booleans()))
            for line in draw(st.sampled_from([[one], [two], [one, two]]))
        }
        does_what_it_says(order, wanted)


def test_a_deleted_product_is_refunded_and_moves_nothing() -> None:
    bag = product_with_stock(quantity=5)
    order = placed([(bag, 3)])
    invoice_order(order=order, by=None, now=timezone.now())
    bag.delete()
    does_what_it_says(order, {order.lines.get(): Refunded(Decimal(3), return_to_stock=False)})
    assert (order.credit_memos.get().amount, SourceMovement.objects.count()) == (Decimal("30.00"), 0)


@pytest.mark.parametrize("lines", [1, 30])
def test_preview_of_a_shared_shelf_asks_the_same_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries, lines: int
) -> None:
    order = placed([(product_with_stock(quantity=5), 3) for _ in range(lines)])
    StockFactory.create(sources=[default_source()])
    invoice_order(order=order, by=None, now=timezone.now())
    order = Order.objects.get(pk=order.pk)
    wanted = {line: Refunded(Decimal(1), return_to_stock=True) for line in order.lines.all()}
    with django_assert_num_queries(14):
        refund_preview(order, wanted)


@pytest.mark.parametrize("lines", [1, 30])
def test_preview_asks_the_same_number_of_queries(django_assert_num_queries: object, lines: int) -> None:
    order = placed([(product_with_stock(quantity=5), 3) for _ in range(lines)])
    invoice_order(order=order, by=None, now=timezone.now())
    order = Order.objects.get(pk=order.pk)
    wanted = {line: Refunded(Decimal(1), return_to_stock=True) for line in order.lines.all()}
    with django_assert_num_queries(11):  # type: ignore[operator]
        refund_preview(order, wanted)


def test_a_line_whose_stock_is_not_managed_now_moves_nothing() -> None:
    bag, free = product_with_stock(quantity=5), product_with_stock(quantity=5, manage_stock=False)
    order = placed([(bag, 2), (free, 2)])
    invoice_order(order=order, by=None, now=timezone.now())
    wanted = {line: Refunded(Decimal(1), return_to_stock=True) for line in order.lines.all()}
    preview = refund_preview(order, wanted)
    managed = order.lines.get(product=bag)
    assert set(preview.moves) == {managed.pk}
    assert set(preview.plans) == {line.pk for line in wanted}
    assert [effect.product_id for effect in preview.effects] == [bag.pk]


def test_shelves_come_by_the_priority_of_the_stock_and_units_by_who_misses_most() -> None:
    first, second, apart = (SourceFactory.create() for _ in range(3))
    StockFactory.create(sources=[second, first], website=default_website())
    cap, bag = (product_with_stock(quantity=9, source=first) for _ in "ab")
    for product in (cap, bag):
        for source in (second, apart):
            SourceItemFactory.create(product=product, source=source, quantity=9)
    order = placed([(bag, 8), (cap, 1)])
    ships(order, first, 1, "one")
    ships(order, second, 3, "two")
    found = refund_shelves(order, order.lines.all())
    assert [(shelf.source_id, shelf.product_id) for shelf in found.shelves] == [
        (source.pk, product.pk) for source in (second, first, apart) for product in (cap, bag)
    ]
    assert [(move.source_id, move.units) for move in found.out[order.lines.get(product=bag).pk]] == [
        (second.pk, 3),
        (first.pk, 1),
    ]
