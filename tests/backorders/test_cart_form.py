"""The one form around the cart: what is shown is what is checked out, and nothing that was typed is dropped silently."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from backorders.models import Cart, CartLine
from catalog.models import Product, SourceItem
from tests.backorders.cart_form import box, cart_form
from tests.factories.backorders import CartLineFactory, OrderFactory
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
CHECK_OUT = {"then": "checkout"}


def put(client: Client, bought: str = "3", **fields: Any) -> CartLine:
    about: dict[str, Any] = {"name": "Bag", "quantity": 25, "price": Decimal("34.00")}
    product = product_with_stock(**about | fields)
    client.post("/cart/add/", {"product": product.pk, "quantity": bought})
    client.get("/cart/")  # the message is read
    return CartLine.objects.get(product=product)


def three(client: Client) -> list[CartLine]:
    return [put(client, name=name) for name in ("Bag", "Mug", "Tee")]


def post(client: Client, posted: dict[str, str]) -> str:
    return page_text(client.post("/cart/", posted, follow=True))


def quantities() -> list[Decimal]:
    return list(CartLine.objects.order_by("pk").values_list("quantity", flat=True))


@pytest.mark.parametrize("changed", [(0,), (1,), (2,), (0, 2), (0, 1, 2)])
def test_changing_some_of_several_lines_and_checking_out_at_once(client: Client, changed: tuple[int, ...]) -> None:
    lines = three(client)
    posted = cart_form(client) | {box(lines[at]): "9" for at in changed} | CHECK_OUT
    text = post(client, posted)
    assert text.startswith("Checkout")
    assert quantities() == [9 if at in changed else 3 for at in range(3)]


def test_checking_out_without_a_change_leads_to_the_checkout(client: Client) -> None:
    three(client)
    assert client.post("/cart/", cart_form(client) | CHECK_OUT).headers["Location"] == "/checkout/"
    assert quantities() == [3, 3, 3]


def test_form_sent_twice_has_its_effect_once(client: Client) -> None:
    lines = three(client)
    posted = cart_form(client) | {box(lines[1]): "9"} | CHECK_OUT
    answers = [client.post("/cart/", posted).headers["Location"] for _ in range(3)]
    assert answers == ["/checkout/"] * 3
    assert quantities() == [3, 9, 3]


def test_update_shows_the_changed_cart(client: Client) -> None:
    line = put(client)
    assert "$34.00 each In stock $136.00" in post(client, cart_form(client) | {box(line): "4"})


def test_removing_a_line_needs_no_valid_quantity_and_keeps_what_was_typed_elsewhere(client: Client) -> None:
    lines = three(client)
    posted = cart_form(client) | {box(lines[0]): "abc", box(lines[2]): "5", "remove": str(lines[0].pk)}
    post(client, posted)
    assert quantities() == [3, 5]
    post(client, posted)
    assert quantities() == [3, 5]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("26", "Not enough items for sale. The most you can buy is 25. Your cart still holds 3."),
        ("2.5", "You cannot use decimal quantity for this product. Your cart still holds 3."),
        ("0", "Please enter a quantity greater than 0. Your cart still holds 3."),
        *(
            (junk, "Please enter a quantity as a number, for example 2. Your cart still holds 3.")
            for junk in ("", "abc", "1,5", "NaN", "1e999999999999999999999", "1e9999999")
        ),
    ],
)
def test_refused_quantity_is_answered_beside_its_box_and_the_others_are_saved(
    client: Client, typed: str, said: str
) -> None:
    lines = three(client)
    response = client.post("/cart/", cart_form(client) | {box(lines[0]): typed, box(lines[2]): "5"} | CHECK_OUT)
    assert f"Remove {said}" in page_text(response)
    assert f'name="{box(lines[0])}" value="{typed[:20]}"' in response.content.decode()
    assert quantities() == [3, 3, 5]


def test_line_changed_in_another_window_is_named_before_it_is_checked_out(client: Client) -> None:
    lines = three(client)
    posted = cart_form(client) | CHECK_OUT
    post(client, cart_form(client) | {box(lines[1]): "7"})
    assert "Another window changed this from 3 to 7." in post(client, posted)
    assert quantities() == [3, 7, 3]
    assert post(client, cart_form(client) | CHECK_OUT).startswith("Checkout")


def test_line_changed_in_two_windows_is_the_shoppers_choice(client: Client) -> None:
    line = put(client)
    first = cart_form(client) | {box(line): "5"} | CHECK_OUT
    post(client, cart_form(client) | {box(line): "7"})
    response = client.post("/cart/", first)
    assert "Another window changed this to 7, and here 5 was typed. Which one is right?" in page_text(response)
    assert quantities() == [7]
    content = response.content.decode()
    assert f'name="{box(line)}" value="5"' in content
    assert f'name="shown-{line.pk}" value="7"' in " ".join(content.split())
    post(client, first | {f"shown-{line.pk}": "7"})
    assert quantities() == [5]


def test_same_change_in_two_windows_is_no_conflict(client: Client) -> None:
    line = put(client)
    posted = cart_form(client) | {box(line): "5"} | CHECK_OUT
    post(client, posted)
    assert post(client, posted).startswith("Checkout")


def test_change_that_this_page_sent_before_is_not_another_windows(client: Client) -> None:
    line = put(client)
    form = cart_form(client)
    post(client, form | {box(line): "5"})
    text = post(client, form | {f"shown-{line.pk}": "3 5", box(line): "8"} | CHECK_OUT)
    assert text.startswith("Checkout")
    assert quantities() == [8]


def test_line_put_into_the_cart_in_another_window_is_shown_before_it_is_bought(client: Client) -> None:
    put(client)
    posted = cart_form(client) | CHECK_OUT
    put(client, name="Mug")
    assert "This was put into your cart in another window." in post(client, posted)


def test_line_removed_in_another_window_is_named(client: Client) -> None:
    lines = three(client)
    posted = cart_form(client) | {box(lines[1]): "9", box(lines[2]): "5"} | CHECK_OUT
    post(client, cart_form(client) | {"remove": str(lines[1].pk)})
    assert "Mug is no longer in your cart: it was removed meanwhile." in post(client, posted)
    assert quantities() == [3, 5]


def test_lost_cookie_is_said_in_words(client: Client) -> None:
    line = put(client)
    posted = cart_form(client) | {box(line): "9"} | CHECK_OUT
    client.cookies.clear()
    text = post(client, posted)
    assert text.startswith("Your cart Your cart could not be found, and nothing was changed. It is kept by a cookie")
    assert quantities() == [3]


def test_cart_that_was_ordered_meanwhile_leads_to_the_order(client: Client) -> None:
    put(client)
    posted, cart = cart_form(client), Cart.objects.get()
    order = OrderFactory.create(checkout=cart.token)
    cart.delete()
    assert client.post("/cart/", posted).headers["Location"] == f"/orders/{order.checkout}/"


def test_lines_of_another_cart_are_out_of_reach(client: Client) -> None:
    put(client)
    strangers = CartLineFactory.create(quantity=Decimal(7))
    wish = {box(strangers): "1", f"shown-{strangers.pk}": "7", "remove": str(strangers.pk)}
    post(client, cart_form(client) | wish)
    assert CartLine.objects.get(pk=strangers.pk).quantity == 7


@pytest.mark.parametrize(
    "posted",
    [
        {"quantity-": "1"},
        {"quantity-9999999999999999999999": "1"},
        {"quantity-0": "1", "shown-0": "\0 1e99 NaN"},
        {"remove": "9" * 30},
        {"remove": "\0", "then": "\0"},
    ],
)
def test_junk_is_answered_and_changes_nothing(client: Client, posted: dict[str, str]) -> None:
    put(client)
    assert client.post("/cart/", cart_form(client) | posted, follow=True).status_code == 200
    assert quantities() == [3]


def test_what_cannot_be_bought_at_all_is_to_be_removed_and_is_in_no_total(client: Client) -> None:
    lines = three(client)
    SourceItem.objects.filter(product=lines[0].product).update(quantity=0)
    text = page_text(client.get("/cart/"))
    assert "Quantity 3 Remove This product is out of stock." in text
    assert "Total of what can be bought $204.00 Please remove what cannot be bought before you check out." in text
    SourceItem.objects.update(is_in_stock=False)
    assert "Total" not in page_text(client.get("/cart/"))
    SourceItem.objects.update(is_in_stock=True)
    SourceItem.objects.filter(product=lines[1].product).update(quantity=1)
    assert "correct the quantities that are marked, and remove what cannot be bought" in page_text(client.get("/cart/"))


def test_product_that_left_the_shop_is_no_link(client: Client) -> None:
    line = put(client, slug="bag")
    assert 'href="/products/bag/"' in client.get("/cart/").content.decode()
    Product.objects.get(cartline=line).websites.clear()
    content = client.get("/cart/")
    assert "This product is no longer for sale." in page_text(content)
    assert 'href="/products/bag/"' not in content.content.decode()
