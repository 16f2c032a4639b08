"""A shopper's customer group decides the minimum quantity, on every page."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import NotSalable, place_order
from catalog.models import Customer, CustomerGroup, Product
from catalog.rules import product_setting
from catalog.rules.salable import Reason
from tests.factories.catalog import configure, product_with_stock
from tests.factories.shoppers import shopper
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bag() -> Product:
    configure(product_setting.MIN_SALE_QTY, '{"32000": 2, "0": 3, "2": 5}')
    return product_with_stock(quantity=100, name="Bag", slug="bag")


def logged_in(group: str | None) -> Client:
    user = shopper("Anna@example.org")
    if group is not None:
        Customer.objects.create(email="anna@example.org", group=CustomerGroup.objects.get(code=group))
    client = Client()
    client.force_login(user)
    return client


def least(client: Client) -> str:
    return str(client.get("/products/bag/").context["page"].buy.least)


def test_visitor_is_offered_the_minimum_of_not_logged_in(client: Client) -> None:
    assert least(client) == "3"


@pytest.mark.parametrize(("group", "minimum"), [("2", "5"), ("3", "2"), (None, "3")])
def test_customer_is_offered_the_minimum_of_their_group(group: str | None, minimum: str) -> None:
    """Retailer has no row and gets that of ALL GROUPS; a user who is no customer shops as NOT LOGGED IN."""
    assert least(logged_in(group)) == minimum


def test_minimum_is_enforced_in_the_cart(bag: Product) -> None:
    client = logged_in("2")
    client.post("/cart/add/", {"product": bag.pk, "quantity": "4"})
    assert "Your cart is empty" in page_text(client.get("/cart/"))
    client.post("/cart/add/", {"product": bag.pk, "quantity": "5"})
    assert "Bag" in page_text(client.get("/cart/"))


def test_minimum_is_enforced_at_checkout_and_in_the_order(bag: Product) -> None:
    client = logged_in("2")
    client.post("/cart/add/", {"product": bag.pk, "quantity": "5"})
    configure(product_setting.MIN_SALE_QTY, '{"2": 6}')
    assert client.get("/checkout/")["Location"] == "/cart/"
    assert "The fewest you may purchase is 6." in page_text(client.get("/cart/"))
    with pytest.raises(NotSalable) as refused:
        place_order(lines={bag: 5}, email="anna@example.org", group="2", by=None, now=timezone.now())
    assert refused.value.lines[0].refusal.reason is Reason.MINIMUM


def test_group_costs_a_visitor_no_query(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    customer = logged_in("2")
    with django_assert_num_queries(5):
        client.get("/products/bag/")
    with django_assert_num_queries(5 + 3):  # session, user, group
        customer.get("/products/bag/")
