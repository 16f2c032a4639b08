"""Shipping, as docs/scenarios.md tells it: what leaves the shelf, and what everybody else sees afterwards."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_elsewhere import ship_elsewhere
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, OrderEvent, QueuePlace, Shipment, SourceMovement
from backorders.queries.promise_differences import promise_differences
from catalog.models import Product, SourceItem
from catalog.rules.salable import Level
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def ship(order: Order, quantity: int, key: str = "parcel") -> Shipment:
    units = {order.lines.get(): Decimal(quantity)}
    return ship_order(
        order=order,
        source=default_source(),
        units=units,
        key=f"{order.pk}:{key}",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def level_of(product: Product) -> tuple[Decimal, Decimal, Decimal]:
    level: Level = product.stock_level()
    return level.on_hand, level.reserved, level.free


def owed_by(order: Order) -> Decimal:
    return QueuePlace.objects.get(order=order).owed


def all_adds_up() -> bool:
    return kept_levels() == recomputed_levels() and promise_differences() == ()


def test_c04_shipping_a_covered_order_never_changes_the_free_quantity() -> None:
    product = product_with_stock(quantity=6, backorders=1)
    first, second = placed(product, 4), placed(product, 4)
    assert (level_of(product), owed_by(second)) == ((6, 8, -2), 2)
    ship(first, 4)
    assert (level_of(product), owed_by(second)) == ((2, 4, -2), 2)
    assert all_adds_up()


def test_c27_a_shipment_that_arrives_twice_is_one_shipment() -> None:
    product = product_with_stock(quantity=10)
    order = placed(product, 10)
    first = ship(order, 10)
    assert ship(order, 10) == first
    assert (level_of(product), order.shipments.count(), SourceMovement.objects.count()) == ((0, 0, 0), 1, 1)
    assert OrderEvent.objects.filter(order=order).count() == 1
    assert all_adds_up()


def test_c29_nothing_of_a_deleted_product_counts_for_a_new_one_with_its_sku() -> None:
    product = product_with_stock(quantity=3, sku="P")
    order = placed(product, 3)
    product.delete()
    ship_elsewhere(
        order=order,
        units={order.lines.get(): Decimal(3)},
        reason="From the old shed",
        key="one",
        by=None,
        now=timezone.now(),
    )
    again = product_with_stock(quantity=50, sku="P")
    assert again.salable_quantity() == 50
    assert all_adds_up()


def test_c39_more_than_lies_there_is_refused_by_name_and_the_rest_stays_owed() -> None:
    product = product_with_stock(quantity=10, backorders=1, sku="C39")
    order = placed(product, 20)
    with pytest.raises(CannotShip, match=r"C39: 20 asked, 10 on the shelf at Default Source\."):
        ship(order, 20)
    assert (level_of(product), order.shipments.count(), order.events.count()) == ((10, 20, -10), 0, 0)
    ship(order, 10)
    order.refresh_from_db()
    assert (order.status, owed_by(order), level_of(product)) == ("processing", 10, (0, 10, -10))
    assert all_adds_up()


def test_c40_four_orders_that_took_the_last_units_all_ship() -> None:
    product = product_with_stock(quantity=4, backorders=1)
    orders = [placed(product, 1) for _ in range(4)]
    assert level_of(product)[2] == 0
    for order in orders:
        ship(order, 1)
    assert level_of(product) == (0, 0, 0)
    assert all_adds_up()


def test_c42_a_full_refund_with_return_puts_back_what_left_and_no_more() -> None:
    product = product_with_stock(quantity=115)
    order = placed(product, 15)
    invoice_order(order=order, by=None, now=timezone.now())
    ship(order, 15)
    units = {order.lines.get(): Refunded(Decimal(15), return_to_stock=True)}
    refund_order(order=order, units=units, key="memo", by=None, now=timezone.now())
    assert (SourceItem.objects.get(product=product).quantity, product.salable_quantity()) == (115, 115)
    assert all_adds_up()


def test_x16_a_renamed_product_stays_sold_out_and_its_order_ships() -> None:
    product = product_with_stock(quantity=1, sku="OLD")
    order = placed(product, 1)
    product.sku = "NEW"
    product.save()
    assert Product.objects.get(sku="NEW").salable_quantity() == 0
    ship(order, 1)
    order.refresh_from_db()
    assert (level_of(product), order.lines.get().shipped) == ((0, 0, 0), 1)
    assert all_adds_up()
