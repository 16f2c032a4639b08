"""What an account shows: the orders of its confirmed address, and never another's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Customer, CustomerGroup, Product
from tests.factories.catalog import product_with_stock
from tests.factories.shoppers import shopper
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
HOME = "/account/"


@pytest.fixture
def bag() -> Product:
    return product_with_stock(sku="BAG", quantity=90, price=10)


def order(bag: Product, email: str = "ada@example.org", **fields: Any) -> Order:
    return place_order(lines={bag: 1}, email=email, customer_name="Ada", by=None, now=timezone.now(), **fields)


def test_the_orders_of_the_confirmed_address_are_shown_whatever_its_letters(client: Client, bag: Product) -> None:
    mine, others = order(bag, "ADA@example.org"), order(bag, "bob@example.org")
    client.force_login(shopper("ada@example.org"))
    page = page_text(client.get(HOME))
    assert (f"Order #{mine.number}" in page, f"Order #{others.number}" in page) == (True, False)
    assert f'href="/orders/{mine.checkout}/"' in client.get(HOME).text


def test_an_address_that_is_not_confirmed_shows_nothing_of_anybody(client: Client, bag: Product) -> None:
    mine = order(bag)
    Customer.objects.create(email="ada@example.org", group=CustomerGroup.objects.get(code="2"))
    client.force_login(shopper("ada@example.org", is_confirmed=False))
    page = client.get(HOME)
    assert "This address is not confirmed" in page_text(page)
    assert (mine.number in page.text, str(mine.checkout) in page.text, "Wholesale" in page.text) == (
        False,
        False,
        False,
    )
    client.force_login(shopper("ada@example.org"))
    assert "You shop as Wholesale." in page_text(client.get(HOME))


def test_who_is_not_signed_in_is_led_there_and_back(client: Client) -> None:
    assert client.get(HOME)["Location"] == "/account/sign-in/?next=%2Faccount%2F"


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_much_for_thirty_orders_as_for_one(
    client: Client, bag: Product, count: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client.force_login(shopper())
    for _ in range(count):
        order(bag)
    with django_assert_num_queries(7):  # session, user, store, group, departments, count, orders
        page = page_text(client.get(HOME))
    assert page.count("Order #") == min(count, 20)
    assert ("Older orders" in page) == (count > 20)
    assert page_text(client.get(f"{HOME}?page=2")).count("Order #") == (10 if count > 20 else count)
