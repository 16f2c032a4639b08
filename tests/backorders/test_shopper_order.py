"""The order's page: the confirmation at first, then what has become of it; and Cancel Order."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from payments import PaymentError

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.ship_order import ship_order
from backorders.models import Order, RefundStatus
from backorders.rules.tracking_number import Tracking
from backorders.tasks.outbox import send_refund
from catalog.models import Product
from catalog.models.product import ProductType
from inventory_site.demo_card_provider import DemoCardProvider
from tests.backorders.checkout_data import CARD, HOME
from tests.factories.catalog import default_source, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
SHIPS_LATER = "{} on backorder: we ship them as soon as they arrive"
DIALOG = "This cannot be undone."


def placed(lines: dict[Product, int], **others: Any) -> Order:
    return place_order(lines=lines, email="ada@example.org", by=None, now=timezone.now(), **others)


def paid(product: Product, quantity: int) -> Order:
    order = placed({product: quantity}, customer_name="Ada Brandt", ship_to=HOME)
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def by_check(product: Product, quantity: int) -> Order:
    return placed({product: quantity}, payment_method="checkmo")


def ship(order: Order, quantity: int, key: str = "parcel") -> None:
    ship_order(
        order=order,
        source=default_source(),
        units=dict.fromkeys(order.lines.all(), Decimal(quantity)),
        key=key,
        by=None,
        unpaid_confirmed=True,
        tracking=[Tracking(carrier="Quayside", number="QC 123"), Tracking("Box 2", "Quayside", "QC 124")],
        now=timezone.now(),
    )


def bag(quantity: int = 5, **fields: Any) -> Product:
    return product_with_stock(quantity=quantity, name="Bag", price=Decimal("12.00"), **fields)


def read(client: Client, order: Order) -> str:
    return page_text(client.get(f"/orders/{order.checkout}/"))


def cancel(client: Client, order: Order) -> str:
    return page_text(client.post(f"/orders/{order.checkout}/cancel/", follow=True))


def test_new_order_says_address_and_payment(client: Client) -> None:
    text = read(client, paid(bag(), 2))
    assert "Thank you, Ada Brandt!" in text
    assert "Paid by Credit Card: $24.00" in text
    assert "Ada Brandt 12 Quay Street BS1 4DJ Bristol United Kingdom" in text


def test_order_page_says_what_was_shipped_and_what_is_owed(client: Client) -> None:
    order = paid(bag(5, backorders=2), 8)
    ship(order, 4)
    text = read(client, order)
    assert "Processing Placed on" in text
    assert "A part of your order has been shipped." in text
    assert f"Ordered 8 Shipped 4 Partly on backorder {SHIPS_LATER.format(3)}" in text
    assert "Tracking number QC 123 , with Quayside Tracking number QC 124 , with Quayside (Box 2) 4" in text


def test_order_page_stops_telling_what_has_arrived(client: Client) -> None:
    product = bag(5, backorders=2)
    order = paid(product, 8)
    receive_delivery(product=product, source=default_source(), quantity=Decimal(3), by=None, now=timezone.now())
    assert "backorder:" not in read(client, order)


def test_check_order_says_how_to_pay_and_waits(client: Client) -> None:
    order = by_check(bag(), 2)
    text = read(client, order)
    assert "Please send your check or money order for $24.00" in text
    assert "Your units are reserved; we ship when it has arrived." in text
    assert "To be paid by Check / Money order: $24.00" in text
    assert "Card number" not in text


def test_check_order_is_not_charged_by_a_posted_card(client: Client) -> None:
    order = by_check(bag(), 2)
    client.post(f"/orders/{order.checkout}/", CARD)
    assert (order.payments.get().captured_amount, order.payments.get().status) == (0, "waiting")


def test_check_that_arrived_is_paid_on_the_page(client: Client) -> None:
    order = by_check(bag(), 2)
    invoice_order(order=order, by=None, now=timezone.now())
    text = read(client, order)
    assert "Paid by Check / Money order: $24.00" in text
    assert "To be paid" not in text
    assert "send your check" not in text


def test_check_that_arrived_for_a_part_leaves_the_rest_to_be_paid(client: Client) -> None:
    order = by_check(bag(), 3)
    invoice_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    text = read(client, order)
    assert "Please send your check or money order for $24.00" in text
    assert "Paid by Check / Money order: $12.00 To be paid by Check / Money order: $24.00" in text


def test_card_that_is_not_charged_yet_is_asked_for_what_is_left_of_the_order(client: Client) -> None:
    order = placed({bag(): 3})
    cancel_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    assert "Pay $24.00" in read(client, order)


def test_held_order_keeps_staffs_reasons_to_itself(client: Client) -> None:
    order = paid(bag(), 2)
    hold_order(order=order, by=None, now=timezone.now())
    text = read(client, order)
    assert "Your order is on hold: nothing of it ships for now." in text
    assert "Put on hold" not in text
    assert DIALOG not in text


def test_virtual_units_are_delivered_and_the_page_still_thanks(client: Client) -> None:
    text = read(client, paid(bag(product_type=ProductType.VIRTUAL), 2))
    assert "Thank you" in text
    assert "Ordered 2 Delivered 2" in text


def test_part_canceled_by_staff_is_shown_with_its_refund(client: Client) -> None:
    order = paid(bag(), 3)
    cancel_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    text = read(client, order)
    assert "Ordered 3 Canceled 1 In stock $" in text
    assert "Will be refunded: $12.00" in text


def test_refund_that_was_sent_is_called_refunded(client: Client) -> None:
    order = paid(bag(), 3)
    cancel(client, order)
    send_refund.call(order.payments.get().refunds.get().pk)
    assert order.payments.get().refunds.get().status == RefundStatus.SENT
    assert "Refunded: $36.00" in read(client, order)


def test_shopper_cancels_and_is_told_what_goes_back(client: Client) -> None:
    product = bag()
    order = paid(product, 2)
    assert "$24.00 will be refunded to your card. This cannot be undone." in read(client, order)
    text = cancel(client, order)
    assert "Your order was canceled. $24.00 will be refunded to your card." in text
    assert f"Order #{order.number} was canceled" in text
    assert product.salable_quantity() == 5


def test_cancel_of_a_check_order_refunds_nothing(client: Client) -> None:
    assert "Your order was canceled. Nothing was charged." in cancel(client, by_check(bag(), 2))


def test_cancel_asks_on_a_page_of_its_own_and_reading_it_changes_nothing(client: Client) -> None:
    order = paid(bag(), 2)
    assert "Cancel this order?" in page_text(client.get(f"/orders/{order.checkout}/cancel/"))
    order.refresh_from_db()
    assert order.status == "processing"


def test_after_a_parcel_the_rest_is_offered_and_canceled(client: Client) -> None:
    order = paid(bag(), 2)
    ship(order, 1)
    says = f"All items of order #{order.number} that are still to come are canceled, and $12.00 will be refunded"
    assert says in read(client, order)
    assert "You canceled 1 of Bag. $12.00 will be refunded to your card." in cancel(client, order)
    assert order.lines.get().canceled == 1


def test_an_order_that_left_says_so_instead_of_a_question(client: Client) -> None:
    order = paid(bag(), 2)
    ship(order, 2)
    assert DIALOG not in read(client, order)
    assert "Everything of this order has left already" in page_text(
        client.get(f"/orders/{order.checkout}/cancel/", follow=True)
    )


def test_cancel_twice_is_one_refund(client: Client) -> None:
    order = paid(bag(), 2)
    cancel(client, order)
    assert "This order has been canceled already." in cancel(client, order)
    assert order.payments.get().refunds.count() == 1


def test_shopper_who_comes_back_before_the_answer_is_asked_for_patience_not_for_a_card(client: Client) -> None:
    order = placed({bag(): 2})
    order.payments.update(transaction_id="cs_1")
    text = page_text(client.get(f"/orders/{order.checkout}/?returned=1"))
    assert "Your payment is being confirmed" in text
    assert "Card number" not in text
    assert "I have not paid yet" in text


def test_provider_that_does_not_answer_leaves_the_order_to_be_paid_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise PaymentError("no answer")

    order = placed({bag(): 2})
    with monkeypatch.context() as broken:
        broken.setattr(DemoCardProvider, "get_form", fails)
        text = page_text(client.post(f"/orders/{order.checkout}/", CARD, follow=True))
    assert "The payment provider did not answer, and nothing was charged." in text
    assert "Thank you" in page_text(client.post(f"/orders/{order.checkout}/", CARD, follow=True))


def test_unknown_order_cannot_be_canceled(client: Client) -> None:
    assert client.post("/orders/00000000-0000-0000-0000-000000000000/cancel/").status_code == 404


def test_order_page_asks_as_often_for_one_line_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for count in (1, 30):
        products = [product_with_stock(quantity=5, backorders=2) for _ in range(count)]
        order = placed(dict.fromkeys(products, 8))
        pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
        for parcel in range(min(count, 5)):
            ship(order, 1, key=f"{count}-{parcel}")
        with django_assert_num_queries(11):
            read(client, order)
