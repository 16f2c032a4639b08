"""Credit memo and cancel pages say beforehand which money went back at the provider, and do then what they said."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hold_order import unhold_order
from backorders.models import Order
from backorders.rules.payment import ProviderEventKind as Kind
from backorders.words.credit_memo import CREDITED
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.memo_page import address, fields, typed, updated
from tests.backorders.provider_money import given_back, paid, tell

pytestmark = pytest.mark.django_db
PART = "USD 15.00 of USD 20.00 went back at the payment provider before, and is not given back again."
ALL = "USD 10.00 went back at the payment provider before: nothing is given back now."


@pytest.fixture
def order() -> Order:
    """Two units of 10.00, of which the bank gave 15.00 back."""
    order = tell(paid(), Kind.REFUNDED, "15.00")
    unhold_order(order=order, by=None, now=timezone.now())
    return order


def items(order: Order) -> str:
    return reverse("admin:backorders_order_cancel_items", args=(order.pk,))


@pytest.mark.parametrize("page", [address, items])
def test_the_page_says_what_went_back_and_the_action_gives_back_the_rest(
    admin_client: Client, order: Order, page: Callable[[Order], str]
) -> None:
    opened = admin_client.get(page(order))
    assert PART in admin_text(opened)
    assert (CREDITED in admin_text(opened)) is (page is address)
    line = order.lines.get()
    data = {**fields(opened), **typed(line, 2, back=True), "refund" if page is address else "cancel": "1"}
    assert admin_client.post(page(order), data).status_code == 302
    assert given_back(order) == 20


def test_of_one_unit_nothing_is_left_to_give_back(admin_client: Client, order: Order) -> None:
    line = order.lines.get()
    page = admin_text(updated(admin_client, order, typed(line, 1, back=True)))
    assert ALL in page
    assert CREDITED not in page
    assert ALL in admin_text(admin_client.post(items(order), {f"q{line.pk}": "1", "update": "1"}))
    assert given_back(order) == 15


def test_an_order_whose_money_is_all_here_says_nothing(admin_client: Client) -> None:
    order = paid()
    for page in (address(order), items(order)):
        assert "went back" not in admin_text(admin_client.get(page))


def test_what_goes_back_while_the_memo_is_open_is_read_first(admin_client: Client) -> None:
    order = paid()
    line = order.lines.get()
    opened = fields(admin_client.get(address(order)))
    unhold_order(order=tell(order, Kind.REFUNDED, "15.00"), by=None, now=timezone.now())
    again = admin_client.post(address(order), {**opened, **typed(line, 2, back=True), "refund": "1"})
    assert "The order has changed since this page was opened." in admin_text(again)
    assert PART in admin_text(again)
    assert given_back(order) == 15
