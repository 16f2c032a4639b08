"""The checkout: one page, one order, one payment."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Cart, CartLine, Order, Payment
from catalog.models import ConfigurationValue, Product, Reservation, SourceItem
from tests.backorders.checkout_data import BY_CARD, CARD
from tests.factories.backorders import more_lines
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
TIMES = "\N{MULTIPLICATION SIGN}"
NOTICE = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


def cart_with(client: Client, bought: str = "1", **fields: Any) -> Product:
    about: dict[str, Any] = {"name": "Bag", "quantity": 25, "price": Decimal("34.00")}
    product = product_with_stock(**about | fields)
    client.post("/cart/add/", {"product": product.pk, "quantity": bought})
    client.get("/cart/")  # the message is read
    return product


def hidden(client: Client) -> dict[str, str]:
    content = client.get("/checkout/").content.decode()
    return dict(re.findall(r'name="(checkout|seen|consent)"\s+value="([^"]*)"', content))


def submit(client: Client, **posted: str) -> str:
    return page_text(client.post("/checkout/", hidden(client) | BY_CARD | posted, follow=True))


def test_checkout_shows_what_is_bought_and_what_will_be_back_ordered(client: Client) -> None:
    cart_with(client, "30", backorders=2, min_qty=-50)
    text = page_text(client.get("/checkout/"))
    assert f"Bag 30 {TIMES} $34.00 Partly on backorder $1,020.00 {NOTICE.format(5)}" in text
    assert text.count("back order") == 1


def test_checkout_places_and_pays_the_order_and_empties_the_cart(client: Client) -> None:
    bag = cart_with(client, "30", backorders=2, min_qty=-50)
    text = submit(client)
    order = Order.objects.get()
    assert (order.status, order.email, order.customer_name) == ("processing", "ada@example.org", "Ada Brandt")
    assert order.payments.get().captured_amount == Decimal("1020.00")
    assert bag.salable_quantity() == 45
    assert "Thank you, Ada Brandt!" in text
    assert f"#{order.number}" in text
    assert not Cart.objects.exists()


def test_confirmation_tells_the_owed_part_once(client: Client) -> None:
    cart_with(client, "30", backorders=2, min_qty=-50)
    text = submit(client)
    assert f"$34.00 each Ordered 30 Partly on backorder $1,020.00 {NOTICE.format(5)}" in text
    assert "5 on backorder" not in text
    assert text.count("back order") == 1


def test_confirmation_is_silent_when_the_mode_does_not_notify(client: Client) -> None:
    cart_with(client, "30", backorders=1)
    text = submit(client)
    assert "Thank you" in text
    assert "Ordered 30 Partly on backorder" in text
    assert "later" not in text
    assert "back order" not in text


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"email": ""}, "This field is required."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"customer_name": " "}, "This field is required."),
        ({"card_number": "4242 4242 4242 4243"}, "Please enter a valid card number."),
        ({"card_expiry": "13/30"}, "Please enter the expiry date as MM/YY."),
        ({"card_expiry": "01/20"}, "This card has expired."),
        ({"card_cvc": "12"}, "Please enter the three or four digits of the security code."),
        ({"email": "a\0b@example.org"}, "Null characters are not allowed."),
    ],
)
def test_wrong_field_is_named_and_nothing_is_ordered(client: Client, posted: dict[str, str], said: str) -> None:
    cart_with(client)
    assert said in submit(client, **posted)
    assert (Order.objects.count(), CartLine.objects.count()) == (0, 1)


@pytest.mark.parametrize("wrong", [{"email": ""}, {"seen": ""}])
def test_card_is_not_sent_back(client: Client, wrong: dict[str, str]) -> None:
    cart_with(client)
    posted = hidden(client) | BY_CARD | {"card_cvc": "9173", "card_number": "4242424242424242"} | wrong
    content = client.post("/checkout/", posted).content.decode()
    assert "9173" not in content
    assert "4242424242424242" not in content
    assert f'value="{CARD["card_expiry"]}"' in content


def test_submitting_twice_is_one_order_and_one_charge(client: Client) -> None:
    cart_with(client, "2")
    posted = hidden(client) | BY_CARD
    addresses = [client.post("/checkout/", posted).headers["Location"] for _ in range(2)]
    assert addresses[0] == addresses[1]
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)


def test_submitting_twice_leaves_the_next_cart_alone(client: Client) -> None:
    cart_with(client)
    posted = hidden(client) | BY_CARD
    client.post("/checkout/", posted)
    cart_with(client, name="Next")
    client.post("/checkout/", posted)
    assert CartLine.objects.filter(product__name="Next").exists()


def test_refused_card_cancels_the_order_and_keeps_the_cart(client: Client) -> None:
    bag = cart_with(client, "5")
    text = submit(client, card_number="4000 0000 0000 0002")
    assert "Your payment was refused" in text
    assert Order.objects.get().status == "canceled"
    assert bag.salable_quantity() == 25
    assert CartLine.objects.get().quantity == 5


def test_trying_again_after_a_refusal_is_another_order(client: Client) -> None:
    cart_with(client, "5")
    submit(client, card_number="4000 0000 0000 0002")
    assert "Thank you" in submit(client)
    assert list(Order.objects.order_by("pk").values_list("status", flat=True)) == ["canceled", "processing"]


def test_trying_again_begins_with_what_was_typed_and_without_the_card(client: Client) -> None:
    cart_with(client)
    submit(client, card_number="4000 0000 0000 0002")
    content = client.get("/checkout/").content.decode()
    for kept in ("ada@example.org", "Ada Brandt", "12 Quay Street", "BS1 4DJ", "Bristol"):
        assert f'value="{kept}"' in content
    assert '<option value="GB" selected>' in content
    assert "4000 0000 0000 0002" not in re.findall(r'name="card_number"[^>]*', content)[0]


def test_refused_card_submitted_twice_gives_the_units_back_once(client: Client) -> None:
    bag = cart_with(client, "5")
    posted = hidden(client) | BY_CARD | {"card_number": "4000 0000 0000 0002"}
    for _ in range(2):
        client.post("/checkout/", posted)
    assert bag.salable_quantity() == 25
    assert Order.objects.count() == 1


def test_what_was_sold_meanwhile_is_named_in_the_cart_and_nothing_is_ordered(client: Client) -> None:
    bag = cart_with(client, "5")
    posted = hidden(client) | BY_CARD
    SourceItem.objects.filter(product=bag).update(quantity=2)
    text = page_text(client.post("/checkout/", posted, follow=True))
    assert "Your order was not placed and nothing was charged" in text
    assert "Not enough items for sale. The most you can buy is 2." in text
    assert (Order.objects.count(), Reservation.objects.count(), CartLine.objects.count()) == (0, 0, 1)


def test_cart_changed_in_another_tab_is_shown_before_it_is_bought(client: Client) -> None:
    bag = cart_with(client, "1")
    posted = hidden(client) | BY_CARD
    Product.objects.filter(pk=bag.pk).update(price=Decimal("99.00"))
    text = page_text(client.post("/checkout/", posted))
    assert "Your cart has changed since this page was opened." in text
    assert "$99.00" in text
    assert not Order.objects.exists()


@pytest.mark.parametrize("checkout", ["", "abc", "\0", "00000000-0000-0000-0000-000000000000"])
def test_junk_token_orders_nothing(client: Client, checkout: str) -> None:
    cart_with(client)
    response = client.post("/checkout/", hidden(client) | BY_CARD | {"checkout": checkout})
    assert response.status_code == 200
    assert not Order.objects.exists()


def test_checkout_of_an_empty_cart_leads_to_the_cart(client: Client) -> None:
    assert client.get("/checkout/").headers["Location"] == "/cart/"
    assert client.post("/checkout/", BY_CARD).headers["Location"] == "/cart/"


def test_order_larger_than_a_total_can_be_is_refused_in_words(client: Client) -> None:
    cart_with(client, "9999999", price=Decimal("9999999999.99"), manage_stock=False, max_sale_qty=99999999)
    assert "This order is larger than one order can be." in page_text(client.get("/cart/"))


def test_unpaid_order_is_paid_on_its_own_page(client: Client) -> None:
    order = place_order(lines={product_with_stock(quantity=5): 2}, email="ada@example.org", by=None, now=timezone.now())
    address = f"/orders/{order.checkout}/"
    assert "waiting for its payment" in page_text(client.get(address))
    assert "Please enter a valid card number." in page_text(client.post(address, CARD | {"card_number": "1"}))
    assert "Thank you" in page_text(client.post(address, CARD, follow=True))


def test_checkout_of_a_cart_that_became_an_unpaid_order_leads_there(client: Client) -> None:
    bag, token = cart_with(client), Cart.objects.get().token
    order = place_order(lines={bag: 1}, email="ada@example.org", checkout=token, by=None, now=timezone.now())
    assert client.get("/checkout/").headers["Location"] == f"/orders/{order.checkout}/"


def test_unknown_order_is_not_found(client: Client) -> None:
    assert client.get("/orders/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_checkout_pages_ask_as_often_for_one_line_as_for_thirty(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    cart_with(client)
    with django_assert_num_queries(6):
        client.get("/checkout/")
    more_lines(Cart.objects.get(), 29)
    with django_assert_num_queries(6):
        client.get("/checkout/")


def test_no_page_of_the_shop_writes_when_it_is_read(client: Client) -> None:
    bag = cart_with(client, slug="bag")
    order = place_order(lines={bag: 1}, email="ada@example.org", by=None, now=timezone.now())
    before = (list(CartLine.objects.values()), list(Order.objects.values()), ConfigurationValue.objects.count())
    for address in (
        "/",
        "/search/?q=bag",
        "/products/bag/?quantity=9",
        "/cart/",
        "/checkout/",
        f"/orders/{order.checkout}/",
    ):
        assert client.get(address).status_code == 200
    assert (list(CartLine.objects.values()), list(Order.objects.values()), ConfigurationValue.objects.count()) == before
