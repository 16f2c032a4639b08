"""Placing an order: whole or not at all, once, and never past the floor."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.models import Order, OrderLine, Payment
from backorders.rules.address import Address
from backorders.rules.placing import OrderTooLargeError
from catalog.models import Product, Reservation
from catalog.rules import configuration as declared
from catalog.rules.salable import Reason
from tests.factories.catalog import ProductFactory, WebsiteFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db
SHOPPER = "shopper@example.org"


def guides_bag() -> Product:
    return product_with_stock(quantity=25, backorders=2, min_qty=-50, price=Decimal("34.00"))


def test_place_order_takes_the_quantity_off_the_salable_quantity() -> None:
    bag = guides_bag()
    place_order(lines={bag: 30}, email=SHOPPER, by=None, now=timezone.now())
    assert bag.salable_quantity() == 45


def test_place_order_stores_order_line_and_payment() -> None:
    bag = guides_bag()
    order = place_order(lines={bag: 30}, email=SHOPPER, customer_name="Ada", by=None, now=timezone.now())
    line, payment = order.lines.get(), order.payments.get()
    assert (order.status, order.total, order.currency) == ("pending_payment", Decimal("1020.00"), "USD")
    assert (line.sku, line.ordered, line.owed_when_placed) == (bag.sku, 30, 5)
    assert (payment.variant, payment.status, payment.total) == ("card", "waiting", Decimal("1020.00"))


def test_place_order_in_the_same_checkout_twice_is_one_order() -> None:
    bag, checkout = guides_bag(), uuid4()
    first = place_order(lines={bag: 1}, email=SHOPPER, checkout=checkout, by=None, now=timezone.now())
    assert place_order(lines={bag: 1}, email=SHOPPER, checkout=checkout, by=None, now=timezone.now()) == first
    assert bag.salable_quantity() == 74


def test_place_order_refuses_naming_every_failing_line_and_changes_nothing() -> None:
    few, many, none = product_with_stock(quantity=1), product_with_stock(quantity=99), product_with_stock(quantity=0)
    with pytest.raises(NotSalable) as refused:
        place_order(lines={few: 2, many: 2, none: 1}, email=SHOPPER, by=None, now=timezone.now())
    assert {line.product: line.refusal.reason for line in refused.value.lines} == {
        few: Reason.NOT_ENOUGH,
        none: Reason.NOT_ENOUGH,
    }
    assert [model.objects.count() for model in (Order, OrderLine, Payment, Reservation)] == [0, 0, 0, 0]


def test_c25_lines_of_one_product_are_added_up_before_the_check() -> None:
    product = product_with_stock(quantity=1)
    with pytest.raises(NotSalable):
        place_order(lines=[(product, 1), (product, 1)], email=SHOPPER, by=None, now=timezone.now())
    assert product.salable_quantity() == 1


def test_c01_backordered_quantities_are_what_was_owed_when_each_order_was_placed() -> None:
    product = product_with_stock(quantity=10, backorders=2)
    orders = [
        place_order(lines={product: quantity}, email=SHOPPER, by=None, now=timezone.now()) for quantity in (6, 6, 20)
    ]
    assert [order.lines.get().owed_when_placed for order in orders] == [0, 2, 20]
    assert product.stock_level().free == -22


def test_place_order_reserves_nothing_for_stock_that_is_not_managed() -> None:
    product = product_with_stock(quantity=0, manage_stock=False)
    line = place_order(lines={product: 3}, email=SHOPPER, by=None, now=timezone.now()).lines.get()
    assert (line.is_reserved, line.owed_when_placed, Reservation.objects.count()) == (False, 0, 0)


def test_place_order_refuses_a_disabled_product() -> None:
    product = product_with_stock(quantity=5, is_enabled=False)
    with pytest.raises(NotSalable) as refused:
        place_order(lines={product: 1}, email=SHOPPER, by=None, now=timezone.now())
    assert refused.value.lines[0].refusal.reason is Reason.NOT_FOR_SALE


def test_place_order_refuses_a_product_that_the_website_does_not_list() -> None:
    product = product_with_stock(quantity=5, websites=[WebsiteFactory.create()])
    with pytest.raises(NotSalable) as refused:
        place_order(lines={product: 1}, email=SHOPPER, by=None, now=timezone.now())
    assert refused.value.lines[0].refusal.reason is Reason.NOT_FOR_SALE


def test_place_order_refuses_a_total_that_no_order_can_have() -> None:
    product = product_with_stock(quantity=9999, sku="GOLD", price=Decimal("9999999.99"))
    with pytest.raises(OrderTooLargeError, match="GOLD"):
        place_order(lines={product: 9999}, email=SHOPPER, by=None, now=timezone.now())
    assert not Order.objects.exists()


def test_place_order_keeps_where_the_goods_go() -> None:
    home = Address("12 Quay Street", "Bristol", "BS1 4DJ", "GB", Decimal("51.45"), Decimal("-2.59"))
    order = place_order(
        lines={product_with_stock(quantity=5): 1}, email=SHOPPER, ship_to=home, by=None, now=timezone.now()
    )
    order.refresh_from_db()
    assert (order.street, order.city, order.postcode, order.country) == ("12 Quay Street", "Bristol", "BS1 4DJ", "GB")
    assert (order.latitude, order.longitude) == (Decimal("51.45"), Decimal("-2.59"))


def test_place_order_charges_the_price_of_the_database_not_of_the_object() -> None:
    product = product_with_stock(quantity=5, price=Decimal("10.00"))
    product.price = Decimal("0.01")
    assert place_order(lines={product: 2}, email=SHOPPER, by=None, now=timezone.now()).total == Decimal("20.00")


def test_place_order_without_lines_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        place_order(lines={}, email=SHOPPER, by=None, now=timezone.now())


def test_place_order_refuses_a_product_without_source_items() -> None:
    with pytest.raises(NotSalable) as refused:
        place_order(lines={ProductFactory.create(): 1}, email=SHOPPER, by=None, now=timezone.now())
    assert refused.value.lines[0].refusal.reason is Reason.NOT_ASSIGNED


def test_c12_a_configured_positive_threshold_counts_as_zero_while_backorders_are_on() -> None:
    configure("cataloginventory/item_options/min_qty", "3")
    product = product_with_stock(quantity=10, backorders=1)
    assert (
        place_order(lines={product: 12}, email=SHOPPER, by=None, now=timezone.now()).lines.get().owed_when_placed == 2
    )


def test_place_order_reserves_nothing_when_stock_is_not_decreased() -> None:
    configure(declared.CAN_SUBTRACT, 0)
    bag = guides_bag()
    order = place_order(lines={bag: 30}, email=SHOPPER, by=None, now=timezone.now())
    assert (order.lines.get().is_reserved, Reservation.objects.count(), bag.salable_quantity()) == (False, 0, 75)
    cancel_order(order=order, by=None, now=timezone.now())
    assert (Reservation.objects.count(), bag.salable_quantity()) == (0, 75)


def test_place_order_judges_as_ever_when_stock_is_not_decreased() -> None:
    configure(declared.CAN_SUBTRACT, 0)
    with pytest.raises(NotSalable):
        place_order(lines={guides_bag(): 76}, email=SHOPPER, by=None, now=timezone.now())
    assert Order.objects.count() == 0


def test_units_reserved_before_are_given_back_after_stock_is_not_decreased_any_more() -> None:
    bag = guides_bag()
    order = place_order(lines={bag: 30}, email=SHOPPER, by=None, now=timezone.now())
    configure(declared.CAN_SUBTRACT, 0)
    cancel_order(order=order, by=None, now=timezone.now())
    assert bag.salable_quantity() == 75
