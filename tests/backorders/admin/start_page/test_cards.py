"""The numbers of the start page: each is the number of rows of the list to which it leads, for who may see it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from backorders.models import Notification, Order, Refund
from backorders.models.refund import RefundStatus
from backorders.rules.order_status import OrderStatus
from catalog.admin import grid
from catalog.models import Stock, StoppedSale
from catalog.rules.product_setting import NOTIFY_STOCK_QTY
from tests.factories.catalog import configure, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db


def cards(client: Client) -> dict[str, Any]:
    return {card.title: card for group in client.get("/admin/").context["groups"] for card in group.cards}


def rows_of(client: Client, link: str) -> int:
    """Return how many rows the list behind a card holds."""
    context: Any = client.get(link).context
    assert context["cl"].problems == []
    grid = context["cl"]
    return int(grid.result_count if hasattr(grid, "result_count") else grid.found.count)


def order_of(units: int, *, days: int = 0, on_hand: int = 0, paid: bool = False) -> Order:
    product = product_with_stock(quantity=on_hand, backorders=1, price=Decimal(0) if paid else Decimal(25))
    now = timezone.now() - timedelta(days=days)
    return place_order(lines={product: units}, email="ada@example.org", payment_method="checkmo", by=None, now=now)


def a_full_day() -> None:
    """Make rows for every card, and rows beside that no card may count."""
    configure(NOTIFY_STOCK_QTY, 1)
    for days in (0, 29, 30, 45):
        order_of(2, days=days)
    order_of(1, on_hand=5, paid=True)
    order_of(1, on_hand=5)
    for days in (-3, 0, 0, 4):
        expected_supply(product_with_stock(), 40, days=days)
    product_with_stock(quantity=0)
    product_with_stock(quantity=0, is_enabled=False)
    Notification.objects.update(sent_at=None, next_try_at=None, tries=99)
    Order.objects.filter(pk=order_of(3).pk).update(status=OrderStatus.PROCESSING.value)
    for days in (0, 1):
        sale = {"stock": Stock.objects.default(), "product": product_with_stock(), "cause": "disabled"}
        StoppedSale.objects.create(since=timezone.now() - timedelta(days=days), **sale)
    payment = order_of(1).payments.get()
    for key in ("a", "b"):
        Refund.objects.create(
            payment=payment, key=key, amount=1, requested_at=timezone.now(), status=RefundStatus.SENDING, message="away"
        )


def test_each_number_is_that_of_the_rows_behind_it(admin_client: Client) -> None:
    a_full_day()
    shown = cards(admin_client)
    owed, check = shown.pop("Units owed"), shown.pop("Last inventory check")
    assert (check.number, check.note, admin_client.get(check.link).status_code) == ("None", "not checked yet", 200)
    admin_client.post(check.link)
    assert cards(admin_client)["Last inventory check"].number != "None"
    numbers = {title: int(card.number) for title, card in shown.items()}
    assert numbers == {title: rows_of(admin_client, card.link) for title, card in shown.items()}
    assert {title for title, number in numbers.items() if not number} == {"Errands failed"}
    assert numbers["Waiting 30 days and longer"] == 2
    assert "the longest for 45 days" in shown["Waiting 30 days and longer"].note
    assert (numbers["Arriving today"], numbers["Late deliveries"], numbers["Refunds not confirmed"]) == (2, 1, 1)
    assert f"{owed.number} units owed" in admin_client.get(owed.link).content.decode()


def test_low_stock_is_counted_as_far_as_its_grid_counts(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(NOTIFY_STOCK_QTY, 1)
    monkeypatch.setattr(grid, "MOST_COUNTED", 2)
    product_with_stock(quantity=0)
    assert cards(admin_client)["Low stock"].number == "2"
    product_with_stock(quantity=0)
    assert cards(admin_client)["Low stock"].number == "more than 2"


@pytest.mark.parametrize(
    ("role", "left_out"),
    [
        ("Merchandiser", {"Ready to ship"}),
        ("Fulfilment", set[str]()),
        ("Customer service", {"Ready to ship"}),
        ("Viewer", {"Ready to ship"}),
    ],
)
def test_each_role_sees_what_it_may_look_into(
    client: Client, admin_client: Client, role: str, left_out: set[str]
) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    shown = cards(client)
    assert set(shown) == set(cards(admin_client)) - left_out
    assert {client.get(card.link).status_code for card in shown.values()} == {200}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        order_of(2, days=40)
        expected_supply(product_with_stock(), 40, days=-3)
    admin_client.get("/admin/")
    with django_assert_num_queries(24):
        admin_client.get("/admin/")
