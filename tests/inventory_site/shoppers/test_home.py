"""What an account shows: the orders of its confirmed address, and never another's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.save_address import save_address
from backorders.models import Order, SavedAddress
from backorders.rules.address import Address
from catalog.models import Customer, CustomerGroup, Product
from tests.backorders.checkout_data import ADA, BY_CARD, HOME
from tests.factories.catalog import product_with_stock
from tests.factories.shoppers import shopper
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
HOME_PAGE = "/account/"


@pytest.fixture
def bag() -> Product:
    return product_with_stock(sku="BAG", quantity=90, price=10)


def order(bag: Product, email: str = "ada@example.org", **fields: Any) -> Order:
    return place_order(lines={bag: 1}, email=email, customer_name="Ada", by=None, now=timezone.now(), **fields)


def test_the_orders_of_the_confirmed_address_are_shown_whatever_its_letters(client: Client, bag: Product) -> None:
    mine, others = order(bag, "ADA@example.org"), order(bag, "bob@example.org")
    client.force_login(shopper("ada@example.org"))
    page = page_text(client.get(HOME_PAGE))
    assert (f"Order #{mine.number}" in page, f"Order #{others.number}" in page) == (True, False)
    assert f'href="/orders/{mine.checkout}/"' in client.get(HOME_PAGE).text


def test_an_address_that_is_not_confirmed_shows_nothing_of_anybody(client: Client, bag: Product) -> None:
    mine = order(bag)
    Customer.objects.create(email="ada@example.org", group=CustomerGroup.objects.get(code="2"))
    client.force_login(shopper("ada@example.org", is_confirmed=False))
    page = client.get(HOME_PAGE)
    assert "This address is not confirmed" in page_text(page)
    assert (mine.number in page.text, str(mine.checkout) in page.text, "Wholesale" in page.text) == (
        False,
        False,
        False,
    )
    client.force_login(shopper("ada@example.org"))
    assert "You shop as Wholesale." in page_text(client.get(HOME_PAGE))


def test_who_is_not_signed_in_is_led_there_and_back(client: Client) -> None:
    assert client.get(HOME_PAGE)["Location"] == "/account/sign-in/?next=%2Faccount%2F"


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_much_for_thirty_orders_as_for_one(
    client: Client, bag: Product, count: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client.force_login(shopper())
    for _ in range(count):
        order(bag)
    with django_assert_num_queries(8):  # session, user, store, group, departments, address, count, orders
        page = page_text(client.get(HOME_PAGE))
    assert page.count("Order #") == min(count, 20)
    assert ("Older orders" in page) == (count > 20)
    assert page_text(client.get(f"{HOME_PAGE}?page=2")).count("Order #") == (10 if count > 20 else count)


def test_the_next_checkout_begins_with_what_the_account_typed_and_never_with_what_others_typed(
    client: Client, bag: Product
) -> None:
    """Anybody can order with the e-mail of another, to wherever he likes."""
    order(bag, ship_to=Address("Elsewhere 1", "Elsewhere", "12345", "DE"))
    client.force_login(shopper())
    client.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    shown = client.get("/checkout/").context["typed"]
    assert (shown.contact["email"].value(), shown.address["street"].value()) == ("ada@example.org", None)
    page = client.get("/checkout/").context
    sent = {**BY_CARD, "checkout": page["checkout"], "seen": page["page"].seen}
    assert client.post("/checkout/", sent).status_code == 302
    client.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    again = client.get("/checkout/").context["typed"]
    assert (again.address["street"].value(), again.contact["customer_name"].value()) == (
        HOME.street,
        ADA["customer_name"],
    )
    # Of another shopper nothing, and of a guest in the same browser neither.
    other = Client()
    other.force_login(shopper("bob@example.org"))
    other.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    assert other.get("/checkout/").context["typed"].address["street"].value() is None
    client.post("/account/sign-out/")
    client.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    assert client.get("/checkout/").context["typed"].address["street"].value() is None


def test_a_kept_address_is_forgotten_when_that_is_asked(client: Client) -> None:
    ada = shopper()
    save_address(user=ada, customer_name="Ada", address=HOME)
    save_address(user=shopper("bob@example.org"), customer_name="Bob", address=HOME)
    client.force_login(ada)
    assert HOME.street in page_text(client.get(HOME_PAGE))
    for _ in range(2):
        assert client.post("/account/address/forget/")["Location"] == HOME_PAGE
    assert HOME.street not in page_text(client.get(HOME_PAGE))
    assert [kept.customer_name for kept in SavedAddress.objects.all()] == ["Bob"]
    assert Client().post("/account/address/forget/")["Location"] == HOME_PAGE
