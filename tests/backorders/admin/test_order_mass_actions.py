"""Sales > Orders: Cancel, Hold and Unhold of many orders at once."""

import html
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
GRID = "admin:backorders_order_changelist"


def placed(product: Product, count: int) -> list[Order]:
    return [place_order(lines={product: 1}, email="ada@example.org", by=None, now=timezone.now()) for _ in range(count)]


def act(client: Client, action: str, orders: list[Order]) -> str:
    chosen = {"action": action, "_selected_action": [order.pk for order in orders], "index": 0}
    page = client.post(reverse(GRID), chosen, follow=True).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def statuses() -> list[str]:
    return list(Order.objects.order_by("pk").values_list("status", flat=True))


def test_selected_orders_are_held_released_and_canceled(admin_client: Client) -> None:
    orders = placed(product_with_stock(quantity=9), 3)
    assert "2 orders were put on hold." in act(admin_client, "hold_orders", orders[:2])
    assert statuses() == ["holded", "holded", "pending_payment"]
    assert "1 order was released from hold." in act(admin_client, "unhold_orders", orders[:1])
    assert "2 orders were canceled." in act(admin_client, "cancel_orders", [orders[0], orders[2]])
    assert statuses() == ["canceled", "holded", "canceled"]


def test_an_order_that_refuses_is_named_and_keeps_no_other(admin_client: Client) -> None:
    product = product_with_stock(quantity=9)
    orders = placed(product, 2)
    act(admin_client, "hold_orders", orders[:1])
    said = act(admin_client, "cancel_orders", orders)
    assert "1 order was canceled." in said
    assert f"#{orders[0].number}: The order is On Hold. Release it first." in said
    assert product.stock_level().reserved == 1


def test_who_may_not_cancel_many_orders_is_not_offered_it_and_refused(client: Client) -> None:
    orders = placed(product_with_stock(quantity=9), 2)
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)
    act(client, "cancel_orders", orders)
    assert statuses() == ["pending_payment", "pending_payment"]
