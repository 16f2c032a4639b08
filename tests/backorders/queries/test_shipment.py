"""What of an order may ship, from which sources, and what left."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine
from backorders.queries.shipment import parcels, postal_lines, shippable_lines, source_shares
from backorders.rules.tracking_number import Tracking
from catalog.models import Product
from catalog.rules.source_selection import Algorithm
from tests.factories.catalog import SourceFactory, SourceItemFactory, StockFactory, default_website, product_with_stock

pytestmark = pytest.mark.django_db


def placed(*lines: tuple[Product, int]) -> Order:
    return place_order(lines=lines, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())


def test_lines_with_goods_left_and_what_of_them_is_covered() -> None:
    bag = product_with_stock(quantity=3, backorders=1, sku="BAG")
    card = product_with_stock(quantity=9, product_type="virtual")
    free = product_with_stock(manage_stock=False, is_qty_decimal=True)
    done, gone = product_with_stock(quantity=2), product_with_stock(quantity=2, sku="GONE")
    order = placed((bag, 5), (card, 1), (free, 2), (done, 1), (gone, 2))
    OrderLine.objects.filter(product=done).update(shipped=1)
    Product.objects.filter(pk=bag.pk).update(sku="NEW-BAG")
    gone.delete()
    found = shippable_lines(order)
    assert [(line.sku, line.ordered_as, line.open, line.covered, line.owed) for line in found] == [
        ("NEW-BAG", "BAG", 5, 3, 2),
        (free.sku, "", 2, 2, 0),
        ("GONE", "", 2, 0, 2),
    ]
    assert [line.is_managed for line in found] == [True, False, True]
    assert [line.is_qty_decimal for line in found] == [False, True, False]
    assert [line.is_gone for line in found] == [False, False, True]


def test_sources_give_by_priority_or_by_distance() -> None:
    far = SourceFactory.create(latitude=48, longitude=2)
    near = SourceFactory.create(latitude=52, longitude=13)
    unknown = SourceFactory.create()
    StockFactory.create(sources=[far, near, unknown], website=default_website())
    bag = product_with_stock(quantity=2, source=far)
    for source in (near, unknown):
        SourceItemFactory.create(product=bag, source=source, quantity=2)
    order = placed((bag, 3))
    lines = shippable_lines(order)

    def given(algorithm: Algorithm) -> list[tuple[int, Decimal]]:
        return [(share.source_id, share.deduct) for share in source_shares(order, lines, algorithm=algorithm).shares]

    assert given(Algorithm.PRIORITY) == [(far.pk, 2), (near.pk, 1), (unknown.pk, 0)]
    nowhere = source_shares(order, lines, algorithm=Algorithm.DISTANCE)
    assert (given(Algorithm.DISTANCE), nowhere.kilometres) == (given(Algorithm.PRIORITY), {})
    order.latitude, order.longitude = Decimal("52.5"), Decimal("13.4")
    assert given(Algorithm.DISTANCE) == [(near.pk, 2), (far.pk, 1), (unknown.pk, 0)]
    shown = source_shares(order, lines, algorithm=Algorithm.DISTANCE)
    assert (shown.sources, shown.kilometres.keys()) == ((far, near, unknown), {far.pk, near.pk})
    assert shown.kilometres[near.pk] < 100 < shown.kilometres[far.pk]


def test_what_is_not_counted_is_taken_from_no_shelf() -> None:
    free, bag = product_with_stock(quantity=5, manage_stock=False), product_with_stock(quantity=5)
    order = placed((free, 2), (bag, 1))
    shares = source_shares(order, shippable_lines(order), algorithm=Algorithm.PRIORITY).shares
    assert [(share.line_id, share.deduct) for share in shares] == [(order.lines.get(product=bag).pk, 1)]


def test_parcels_hold_what_left_with_them() -> None:
    source = SourceFactory.create()
    StockFactory.create(sources=[source], website=default_website())
    bag, cap = (product_with_stock(quantity=9, source=source) for _ in range(2))
    order = placed((bag, 3), (cap, 2))
    first, second = order.lines.order_by("pk")
    other = placed((bag, 1))
    for key, of, units in (("1", order, {second: 2, first: 1}), ("2", order, {first: 2}), ("3", other, {})):
        wanted = {line: Decimal(number) for line, number in units.items()} or {other.lines.get(): Decimal(1)}
        ship_order(
            order=of,
            source=source,
            units=wanted,
            key=key,
            by=None,
            unpaid_confirmed=True,
            tracking=[Tracking(carrier=f"C{key}")],
            now=timezone.now(),
        )
    assert [(parcel.tracking, parcel.units) for parcel in parcels(order)] == [
        ((Tracking(carrier="C1"),), ((first.pk, 1), (second.pk, 2))),
        ((Tracking(carrier="C2"),), ((first.pk, 2),)),
    ]


def test_an_address_leaves_out_what_is_not_known() -> None:
    order = Order(street="1 Road", postcode="10115", city="Berlin", country="DE")
    assert postal_lines(order) == ("1 Road", "10115 Berlin", "Germany")
    assert postal_lines(Order(city="Berlin", country="DE")) == ("Berlin", "Germany")
    assert postal_lines(Order(street="1 Road", country="DE")) == ("1 Road", "Germany")
