"""Wherever a shopper is refused something he reads how the shop is reached; one place says it, and nowhere is it said twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.models import Order
from catalog.models import SourceItem
from catalog.rules.sales_settings import CONTACT_EMAIL, CONTACT_PHONE
from tests.backorders.checkout_data import REFUSED_CARD
from tests.backorders.test_checkout_again import form_of
from tests.factories.catalog import configure, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
SAYS = "Questions? Please contact us: help@example.org and 555 0100."


@pytest.fixture(autouse=True)
def _reached() -> None:
    configure(CONTACT_EMAIL, "help@example.org")
    configure(CONTACT_PHONE, "555 0100")


def bag_in_cart(client: Client, quantity: int = 2) -> None:
    product = product_with_stock(quantity=quantity, name="Bag")
    client.post("/cart/add/", {"product": product.pk, "quantity": str(quantity)})


def ordered(client: Client, **fields: str) -> Order:
    bag_in_cart(client)
    client.get("/cart/")
    client.post("/checkout/", form_of(client) | fields)
    return Order.objects.get()


def too_many_added(client: Client) -> Any:
    product = product_with_stock(quantity=1)
    return client.post("/cart/add/", {"product": product.pk, "quantity": "9"}, follow=True)


def cart_that_cannot_be_bought(client: Client) -> Any:
    bag_in_cart(client)
    SourceItem.objects.update(quantity=1)
    return client.get("/cart/")


def wrong_checkout(client: Client) -> Any:
    bag_in_cart(client)
    return client.post("/checkout/", form_of(client) | {"email": "nobody"})


def refused_card(client: Client) -> Any:
    order = ordered(client, **REFUSED_CARD)
    return client.get(f"/orders/{order.checkout}/")


def cancel_on_hold(client: Client) -> Any:
    order = ordered(client)
    hold_order(order=order, by=None, now=timezone.now())
    return client.post(f"/orders/{order.checkout}/cancel/", follow=True)


def items_of_a_held_order(client: Client) -> Any:
    order = ordered(client)
    hold_order(order=order, by=None, now=timezone.now())
    return client.get(f"/orders/{order.checkout}/cancel-items/", follow=True)


def nothing_chosen_to_cancel(client: Client) -> Any:
    order = ordered(client)
    page = f"/orders/{order.checkout}/cancel-items/"
    return client.post(page, {"revision": str(Order.objects.get().revision)})


def choice_too_late(client: Client) -> Any:
    order = ordered(client)
    order.lines.update(shipped=2)
    return client.post(f"/orders/{order.checkout}/shipping/", {"shipping": "together"}, follow=True)


def keep_what_nobody_told(client: Client) -> Any:
    order = ordered(client)
    return client.post(f"/orders/{order.checkout}/lines/{order.lines.get().pk}/moved-day/", follow=True)


def order_not_found(client: Client) -> Any:
    return client.post("/orders/find/", {"number": "999", "email": "ada@example.org"})


@pytest.mark.parametrize(
    "refused",
    [
        too_many_added,
        cart_that_cannot_be_bought,
        wrong_checkout,
        refused_card,
        cancel_on_hold,
        items_of_a_held_order,
        nothing_chosen_to_cancel,
        choice_too_late,
        keep_what_nobody_told,
        order_not_found,
    ],
)
def test_a_refusal_says_once_how_the_shop_is_reached(client: Client, refused: Callable[[Client], Any]) -> None:
    assert page_text(refused(client)).count(SAYS) == 1


def test_what_was_done_says_nothing_of_it(client: Client) -> None:
    order = ordered(client)
    assert SAYS not in page_text(client.get(f"/orders/{order.checkout}/"))
    assert SAYS not in page_text(client.post(f"/orders/{order.checkout}/cancel/", follow=True))
