"""Sales > Orders: the grid, the order view, and Cancel."""

import pytest
from django.test import Client
from django.urls import reverse

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
GRID = "admin:backorders_order_changelist"


def paid_order(lines: int = 1) -> Order:
    products = [product_with_stock(quantity=25, backorders=2, min_qty=-50) for _ in range(lines)]
    order = place_order(lines=dict.fromkeys(products, 30), email="shopper@example.org", by=None)
    pay_order(payment=order.payments.get(), details=CARD)
    return order


def view_url(order: Order) -> str:
    return reverse("admin:backorders_order_change", args=(order.pk,))


def test_order_view_shows_what_was_ordered_and_what_is_owed(admin_client: Client) -> None:
    page = admin_client.get(view_url(paid_order())).content.decode()
    assert "Items Ordered" in page
    assert "Ordered <strong>30</strong>" in page
    assert "5 of the units ordered were not on the shelf" in page
    assert ">Processing<" in page


def test_cancel_button_cancels_and_says_so(admin_client: Client) -> None:
    order = paid_order()
    answer = admin_client.post(reverse("admin:backorders_order_cancel", args=(order.pk,)), follow=True)
    assert "You canceled the order." in answer.content.decode()
    order.refresh_from_db()
    assert order.status == "canceled"


def test_cancelling_again_says_why_not(admin_client: Client) -> None:
    address = reverse("admin:backorders_order_cancel", args=(paid_order().pk,))
    admin_client.post(address)
    assert "cannot be cancelled" in admin_client.post(address, follow=True).content.decode()


def test_cancel_needs_the_permission(client: Client, django_user_model: type) -> None:
    order = paid_order()
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))  # type: ignore[attr-defined]
    answer = client.post(reverse("admin:backorders_order_cancel", args=(order.pk,)))
    order.refresh_from_db()
    assert (answer.status_code, order.status) == (403, "processing")


@pytest.mark.parametrize("address", ["/admin/backorders/order/999/change/", "/admin/backorders/order/x/change/"])
def test_an_unknown_order_is_not_found(admin_client: Client, address: str) -> None:
    assert admin_client.get(address).status_code == 404


@pytest.mark.parametrize("orders", [1, 30])
def test_grid_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, orders: int
) -> None:
    for _ in range(orders):
        paid_order()
    with django_assert_num_queries(6):  # type: ignore[operator]
        admin_client.get(reverse(GRID))


@pytest.mark.parametrize("lines", [1, 30])
def test_view_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, lines: int
) -> None:
    order = paid_order(lines)
    with django_assert_num_queries(11):  # type: ignore[operator]
        admin_client.get(view_url(order))
