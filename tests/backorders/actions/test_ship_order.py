"""Shipping from sources: what is noted, what a parcel's list says, and what nobody ships."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, OrderLine, SourceMovement
from backorders.rules.tracking_number import Tracking
from catalog.models import Product, Source, SourceItem, Stock
from tests.factories.catalog import SourceFactory, StockFactory, default_website, product_with_stock

pytestmark = pytest.mark.django_db


def two_sources() -> tuple[Source, Source, Stock]:
    berlin, lyon = SourceFactory.create(name="Berlin"), SourceFactory.create(name="Lyon")
    return berlin, lyon, StockFactory.create(sources=[berlin, lyon], website=default_website())


def order_of(*products: Product, quantity: int) -> Order:
    return place_order(
        lines=dict.fromkeys(products, quantity),
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def everything(order: Order, quantity: int) -> dict[OrderLine, Decimal]:
    return {line: Decimal(quantity) for line in order.lines.all()}


def test_each_parcel_says_what_left_from_where_and_who_sent_it() -> None:
    berlin, lyon, _ = two_sources()
    bag = product_with_stock(quantity=3, source=berlin, sku="BAG")
    SourceItem.objects.create(product=bag, source=lyon, quantity=2)
    staff, order = User.objects.create(username="ship"), order_of(bag, quantity=5)
    OrderLine.objects.update(unit_price=0)  # nothing to be paid for
    ship_order(
        order=order, source=berlin, units=everything(order, 3), key="1", by=staff, comment="Fragile", now=timezone.now()
    )
    ship_order(
        order=order,
        source=lyon,
        units=everything(order, 2),
        key="2",
        by=None,
        unpaid_confirmed=True,
        tracking=[Tracking(carrier="DHL", number="JD01"), Tracking("Box 2", "DHL", "JD02")],
        now=timezone.now(),
    )
    first, second = (each.number for each in order.shipments.all())
    assert list(order.events.values_list("kind", "text", "by")) == [
        ("shipped", f"Shipped 3 of BAG from Berlin as #{first}.", staff.pk),
        ("shipped", f"Shipped 2 of BAG from Lyon as #{second}.", None),
    ]
    kept = [(each.source.name, each.comment, each.shipped_by) for each in order.shipments.all()]
    assert kept == [("Berlin", "Fragile", staff), ("Lyon", "", None)]
    numbers = [[str(number) for number in each.tracking_numbers.all()] for each in order.shipments.all()]
    assert numbers == [[], ["DHL JD01", "DHL JD02 (Box 2)"]]


def test_the_list_of_a_parcel_holds_goods_whose_stock_is_not_managed() -> None:
    berlin, _, _ = two_sources()
    order = order_of(product_with_stock(quantity=0, source=berlin, manage_stock=False), quantity=3)
    parcel = ship_order(
        order=order,
        source=berlin,
        units=everything(order, 3),
        key="1",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    moved = SourceMovement.objects.get(key=parcel.movement_key)
    assert (moved.quantity, SourceItem.objects.get().quantity) == (-3, 0)


def test_units_at_the_other_source_do_not_make_a_parcel_longer() -> None:
    berlin, lyon, _ = two_sources()
    bag = product_with_stock(quantity=3, source=berlin, sku="BAG")
    SourceItem.objects.create(product=bag, source=lyon, quantity=2)
    order = order_of(bag, quantity=5)
    with pytest.raises(CannotShip, match=r"BAG: 5 asked, 3 on the shelf at Berlin\."):
        ship_order(
            order=order,
            source=berlin,
            units=everything(order, 5),
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert (order.shipments.count(), order.events.count()) == (0, 0)


def test_nothing_of_an_order_on_hold_ships() -> None:
    berlin, _, _ = two_sources()
    order = order_of(product_with_stock(quantity=3, source=berlin), quantity=1)
    hold_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotShip, match=r"The order is On Hold\. Release it first\."):
        ship_order(
            order=order,
            source=berlin,
            units=everything(order, 1),
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )


def test_a_line_of_another_order_is_refused() -> None:
    berlin, _, _ = two_sources()
    bag = product_with_stock(quantity=3, source=berlin, sku="BAG")
    order, other = order_of(bag, quantity=1), order_of(bag, quantity=1)
    with pytest.raises(CannotShip, match="BAG: it is not part of this order"):
        ship_order(
            order=order,
            source=berlin,
            units=everything(other, 1),
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )


def test_a_parcel_of_many_products_names_some_and_counts_the_others() -> None:
    berlin, _, _ = two_sources()
    order = order_of(*(product_with_stock(quantity=1, source=berlin, sku=f"S{n:02}") for n in range(30)), quantity=1)
    ship_order(
        order=order,
        source=berlin,
        units=everything(order, 1),
        key="1",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    text = order.events.get().text
    assert text.startswith("Shipped 1 of S00, 1 of S01")
    parcel = order.shipments.get().number
    assert f"and 22 other products from Berlin as #{parcel}. Nothing has been paid for this order" in text


def test_units_that_do_not_count_in_the_stock_do_not_leave_for_it() -> None:
    berlin, lyon, stock = two_sources()
    bag = product_with_stock(quantity=3, source=berlin, sku="BAG")
    stranger = SourceFactory.create(name="Rome")
    for source in (lyon, stranger):
        SourceItem.objects.create(product=bag, source=source, quantity=3, is_in_stock=source == stranger)
    order = order_of(bag, quantity=3)
    for source, why in ((lyon, "BAG: Out of Stock at Lyon"), (stranger, f"Rome is no enabled source of {stock}")):
        with pytest.raises(CannotShip, match=why):
            ship_order(
                order=order,
                source=source,
                units=everything(order, 3),
                key="1",
                by=None,
                unpaid_confirmed=True,
                now=timezone.now(),
            )
    assert (order.shipments.count(), bag.stock_level(stock).on_hand) == (0, 3)


def test_b51_source_that_was_disabled_after_the_caller_read_it_ships_nothing() -> None:
    berlin, _, _ = two_sources()
    order = order_of(product_with_stock(quantity=5, source=berlin), quantity=3)
    Source.objects.filter(pk=berlin.pk).update(is_enabled=False)
    with pytest.raises(CannotShip, match="Berlin is no enabled source of"):
        ship_order(
            order=order,
            source=berlin,
            units=everything(order, 3),
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert (SourceItem.objects.get().quantity, order.shipments.count(), order.lines.get().shipped) == (5, 0, 0)


@pytest.mark.parametrize("quantity", ["1.5", "-1", "NaN", "0.00001"])
def test_fractions_and_what_is_no_quantity_do_not_ship(quantity: str) -> None:
    berlin, _, _ = two_sources()
    order = order_of(product_with_stock(quantity=5, source=berlin), quantity=3)
    with pytest.raises(CannotShip):
        ship_order(
            order=order,
            source=berlin,
            units={order.lines.get(): Decimal(quantity)},
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert (SourceItem.objects.get().quantity, order.shipments.count()) == (5, 0)


def test_key_of_another_order_ships_nothing() -> None:
    berlin, _, _ = two_sources()
    bag = product_with_stock(quantity=5, source=berlin)
    first, second = order_of(bag, quantity=1), order_of(bag, quantity=1)
    ship_order(
        order=first,
        source=berlin,
        units=everything(first, 1),
        key="1",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    with pytest.raises(CannotShip, match="used for another order"):
        ship_order(
            order=second,
            source=berlin,
            units=everything(second, 1),
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )


def test_a_virtual_line_is_delivered_and_not_shipped() -> None:
    berlin, _, _ = two_sources()
    order = order_of(product_with_stock(quantity=3, source=berlin, product_type="virtual", sku="CARD"), quantity=1)
    with pytest.raises(CannotShip, match='unshipped quantity for product SKU "CARD"'):
        ship_order(
            order=order,
            source=berlin,
            units=everything(order, 1),
            key="1",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert (order.shipments.count(), order.lines.get().shipped) == (0, 0)
