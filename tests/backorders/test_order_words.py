"""What the shopper is told of an order's units, the same on its page and in every mail."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.send_again import send_confirmation_again
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order, Refund
from catalog.models import Product
from catalog.models.product import ProductType
from catalog.rules import configuration as declared
from tests.backorders.checkout_data import CARD
from tests.backorders.outbox import put_all_in_words
from tests.factories.catalog import configure, default_source, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def bag(quantity: int = 5, **fields: Any) -> Product:
    return product_with_stock(quantity=quantity, name="Bag", sku="BAG", price=Decimal("12.00"), **fields)


def by_check(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def paid(product: Product, quantity: int) -> Order:
    order = place_order(lines={product: quantity}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def ship(order: Order, quantity: int, key: str = "parcel") -> None:
    units = {order.lines.get(): Decimal(quantity)}
    ship_order(
        order=order, source=default_source(), units=units, key=key, by=None, unpaid_confirmed=True, now=timezone.now()
    )


def last() -> str:
    put_all_in_words()
    return " ".join(Notification.objects.latest("pk").body_text.split())


def read(client: Client, order: Order) -> str:
    return page_text(client.get(f"/orders/{order.checkout}/"))


def test_order_page_says_the_word_and_no_number_in_the_silent_mode(client: Client) -> None:
    text = read(client, paid(bag(5, backorders=1), 8))
    assert "Ordered 8 Partly on backorder $" in text
    assert "the rest follows as soon as it arrives" in text
    assert "remaining" not in text


@pytest.mark.parametrize(
    ("on_hand", "words"),
    [
        (8, "Your units are reserved; we ship when it has arrived."),
        (
            5,
            "What is on the shelf is reserved for you, and we ship it when your payment has arrived; the rest is on backorder",
        ),
        (
            0,
            "Your units are on backorder and keep their place in the queue; we ship when they and your payment have arrived.",
        ),
    ],
)
def test_check_order_says_what_is_reserved_and_what_is_on_backorder(client: Client, on_hand: int, words: str) -> None:
    order = by_check(bag(on_hand, backorders=2), 8)
    assert words in read(client, order)
    put_all_in_words()
    for body in (order.notifications.get().body_text, order.notifications.get().body_html):
        assert words in " ".join(body.split())


@pytest.mark.parametrize("mode", [1, 2])
@pytest.mark.parametrize(("on_hand", "word"), [(8, "In stock"), (5, "Partly on backorder"), (0, "On backorder")])
def test_the_word_is_told_in_both_modes_on_page_and_in_mail(client: Client, mode: int, on_hand: int, word: str) -> None:
    order = paid(bag(on_hand, backorders=mode), 8)
    assert f"Ordered 8 {word} $" in read(client, order)
    assert f"$96.00 {word}" in last()
    assert ("remaining" in last()) is (mode == 2 and on_hand < 8)


def test_the_word_is_hidden_where_availability_is_not_displayed(client: Client) -> None:
    order = paid(bag(5, backorders=2), 8)
    configure(declared.DISPLAY_STOCK_STATUS, "0")
    assert "Partly" not in read(client, order)
    assert "remaining 3" in read(client, order)


def test_confirmation_sent_again_says_what_is_owed_now() -> None:
    product = bag(5, backorders=2)
    order = paid(product, 8)
    assert "remaining 3" in last()
    ship(order, 2)
    receive_delivery(product=product, source=default_source(), quantity=Decimal(2), by=None, now=timezone.now())
    send_confirmation_again(order=order, key="a", by=None, now=timezone.now())
    assert "8 x Bag (BAG), $12.00 each: $96.00 2 shipped Partly on backorder" in last()
    assert "remaining 1." in last()
    receive_delivery(product=product, source=default_source(), quantity=Decimal(1), by=None, now=timezone.now())
    send_confirmation_again(order=order, key="b", by=None, now=timezone.now())
    assert "2 shipped In stock" in last()
    assert "ackorder" not in last()


def test_mail_of_a_parcel_says_how_much_of_the_order_it_is() -> None:
    order = paid(bag(5), 5)
    ship(order, 2, "first")
    ship(order, 3, "second")
    whole = paid(product_with_stock(quantity=5), 5)
    ship(whole, 5)
    subjects = (
        Notification.objects.filter(key__startswith="order_shipped").order_by("pk").values_list("subject", flat=True)
    )
    assert list(subjects) == [
        f"Part of your order #{order.number} has been shipped",
        f"The rest of your order #{order.number} has been shipped",
        f"Your order #{whole.number} has been shipped",
    ]


def test_virtual_units_are_delivered_not_shipped(client: Client) -> None:
    order = paid(bag(1, backorders=2, product_type=ProductType.VIRTUAL), 3)
    assert "deliver" in read(client, order)
    assert "we ship" not in read(client, order)


def test_canceled_order_says_once_whether_the_money_has_gone(client: Client) -> None:
    order = paid(bag(), 2)
    cancel_order(order=order, by=None, now=timezone.now())
    text = read(client, order)
    assert "What was paid for it will be refunded." in text
    assert "Will be refunded: $24.00" in text
    assert "Ordered 2 Canceled 2 $" in text
    Refund.objects.update(status="sent")
    text = read(client, order)
    assert "What was paid for it has been refunded." in text
    assert "ill be refunded" not in text
