"""Shipping, canceling and refunding: shelf and salable quantity as in the reference's table, each event once."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import CannotInvoice, invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, Refunded, refund_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, Payment, Shipment
from catalog.models import Product, Reservation, SourceItem
from tests.factories.catalog import configure, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def invoice(order: Order, quantity: int) -> None:
    invoice_order(order=order, units={order.lines.get(): Decimal(quantity)}, by=None, now=timezone.now())


def ship(order: Order, quantity: int, key: str = "parcel") -> Shipment:
    units = {order.lines.get(): Decimal(quantity)}
    return ship_order(
        order=order, source=default_source(), units=units, key=key, by=None, unpaid_confirmed=True, now=timezone.now()
    )


def refund(order: Order, quantity: int, *, back: bool, key: str = "memo") -> None:
    units = {order.lines.get(): Refunded(Decimal(quantity), return_to_stock=back)}
    refund_order(order=order, units=units, key=key, by=None, now=timezone.now())


def shelf_and_salable(product: Product) -> tuple[Decimal, Decimal]:
    item = SourceItem.objects.get(product=product)
    return item.quantity, Product.objects.get(pk=product.pk).salable_quantity()


@pytest.mark.parametrize(
    ("ordered", "invoiced", "shipped", "memo", "back", "shelf", "salable"),
    [
        (5, 5, 0, 1, True, 100, 96),
        (5, 5, 3, 1, True, 97, 96),
        (5, 5, 3, 5, True, 100, 100),
        (5, 4, 2, 3, True, 99, 98),
        (10, 7, 3, 5, True, 98, 95),
        (10, 10, 5, 5, True, 95, 95),
        (1, 1, 0, 1, False, 99, 99),
        (1, 1, 1, 1, False, 99, 99),
    ],
)
def test_credit_memo_moves_what_the_references_table_says(
    ordered: int, invoiced: int, shipped: int, memo: int, back: bool, shelf: int, salable: int
) -> None:
    product = product_with_stock(quantity=100)
    order = placed(product, ordered)
    invoice(order, invoiced)
    if shipped:
        ship(order, shipped)
    refund(order, memo, back=back)
    assert shelf_and_salable(product) == (shelf, salable)


def test_c41_the_rest_is_canceled_then_five_are_credited() -> None:
    product = product_with_stock(quantity=100)
    order = placed(product, 10)
    invoice(order, 7)
    ship(order, 3)
    cancel_order(order=order, by=None, now=timezone.now())
    refund(order, 5, back=True)
    assert shelf_and_salable(product) == (98, 98)
    assert product.stock_level().reserved == 0


def test_c42_a_full_refund_with_return_gives_back_what_left_and_no_more() -> None:
    product = product_with_stock(quantity=115)
    order = placed(product, 15)
    invoice(order, 15)
    ship(order, 15)
    refund(order, 15, back=True)
    order.refresh_from_db()
    assert (shelf_and_salable(product), order.status) == ((115, 115), "closed")


def test_c39_more_than_lies_there_is_refused_by_name_and_the_rest_waits() -> None:
    product = product_with_stock(quantity=10, backorders=1, sku="C39")
    order = placed(product, 20)
    with pytest.raises(CannotShip, match=r"C39: 20 asked, 10 on the shelf at Default Source\."):
        ship(order, 20)
    ship(order, 10)
    order.refresh_from_db()
    assert (order.status, order.lines.get().open, shelf_and_salable(product)[0]) == ("processing", 10, 0)


def test_c27_a_shipment_that_arrives_twice_ships_once() -> None:
    product = product_with_stock(quantity=10)
    order = placed(product, 10)
    assert ship(order, 10, key="same") == ship(order, 10, key="same")
    assert (product.stock_level().reserved, product.stock_level().on_hand) == (0, 0)


def test_c04_shipping_a_covered_order_never_changes_the_free_quantity() -> None:
    product = product_with_stock(quantity=6, backorders=1)
    first, _ = placed(product, 4), placed(product, 4)
    ship(first, 4)
    level = product.stock_level()
    assert (level.on_hand, level.reserved, level.free) == (2, 4, -2)


def test_a_memo_that_is_saved_twice_touches_inventory_once() -> None:
    product = product_with_stock(quantity=10)
    order = placed(product, 4)
    invoice(order, 4)
    refund(order, 4, back=True)
    rows = Reservation.objects.count()
    refund(order, 4, back=True)
    assert (Reservation.objects.count(), order.credit_memos.count()) == (rows, 1)


def test_more_than_was_paid_is_not_refunded() -> None:
    order = placed(product_with_stock(quantity=10), 4)
    invoice(order, 1)
    with pytest.raises(CannotRefund, match="Only 1 of"):
        refund(order, 2, back=True)
    assert order.credit_memos.count() == 0


def test_more_than_is_open_is_neither_invoiced_nor_shipped() -> None:
    order = placed(product_with_stock(quantity=10), 4)
    with pytest.raises(CannotInvoice):
        invoice(order, 5)
    with pytest.raises(CannotShip, match="must not be greater than the unshipped quantity"):
        ship(order, 5)


def test_an_order_that_is_shipped_and_invoiced_is_complete() -> None:
    order = placed(product_with_stock(quantity=4), 4)
    ship(order, 4)
    invoice(order, 4)
    order.refresh_from_db()
    assert order.status == "complete"


def test_a_return_sets_the_source_item_in_stock_only_when_configured() -> None:
    configure("cataloginventory/options/can_back_in_stock", "0")
    product = product_with_stock(quantity=4)
    order = placed(product, 4)
    invoice(order, 4)
    ship(order, 4)
    SourceItem.objects.filter(product=product).update(is_in_stock=False)
    refund(order, 1, back=True, key="first")
    assert not SourceItem.objects.get(product=product).is_in_stock
    configure("cataloginventory/options/can_back_in_stock", "1")
    refund(order, 1, back=True, key="second")
    assert SourceItem.objects.get(product=product).is_in_stock


def test_stock_that_is_not_managed_ships_without_a_shelf() -> None:
    product = product_with_stock(quantity=0, manage_stock=False)
    ship(placed(product, 3), 3)
    assert (SourceItem.objects.get(product=product).quantity, Reservation.objects.count()) == (0, 0)


def test_written_off_units_are_only_those_that_lie_on_a_shelf() -> None:
    product = product_with_stock(quantity=2, backorders=1)
    order = placed(product, 5)
    invoice(order, 5)
    refund(order, 5, back=False)
    assert (shelf_and_salable(product), product.stock_level().reserved) == ((0, 0), 0)


def test_an_order_paid_by_card_is_not_invoiced_by_hand() -> None:
    order = place_order(lines={product_with_stock(quantity=4): 1}, email="ada@example.org", by=None, now=timezone.now())
    # Authorised, and about to be captured.
    Payment.objects.update(status="preauth")
    with pytest.raises(CannotInvoice, match="paid online"):
        invoice(order, 1)
    assert order.payments.get().captured_amount == 0


def test_an_order_on_hold_is_not_refunded() -> None:
    order = placed(product_with_stock(quantity=4), 1)
    invoice(order, 1)
    hold_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotRefund, match="On Hold"):
        refund(order, 1, back=True)
