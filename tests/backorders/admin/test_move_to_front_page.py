"""Move to front names who loses units, keeps the reason, and stands in the history of both orders."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order, QueueMove
from catalog.models import Product
from tests.backorders.admin.admin_text import admin_text
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def page_of(order: Order) -> str:
    return reverse("admin:backorders_order_front", args=(order.pk, order.lines.get().pk))


def view_of(order: Order) -> str:
    return reverse("admin:backorders_order_change", args=(order.pk,))


def test_who_loses_units_is_named_and_told_in_both_histories(admin_client: Client, admin_user: User) -> None:
    bag = product_with_stock(quantity=5, backorders=1, sku="BAG")
    first, second = placed(bag, 4), placed(bag, 4)
    assert page_of(second) in admin_client.get(view_of(second)).content.decode()
    page = admin_client.get(page_of(second))
    assert f"3 more are covered then, and taken from orders that will owe them: #{first.number} (3)." in admin_text(
        page
    )
    answer = admin_client.post(page_of(second), {"reason": "wedding", "seen": page.context["seen"]}, follow=True)
    moved = f"Moved BAG to the front of its queue: wedding. Lost by it: #{first.number} (3)."
    assert moved in admin_text(answer)
    lost = admin_text(admin_client.get(view_of(first)))
    assert f"3 of BAG are owed again: #{second.number} was moved to the front (wedding)." in lost
    assert admin_user.get_username() in lost


@pytest.mark.parametrize("seen", [{"seen": "of another day"}, {}])
def test_another_effect_than_was_seen_is_shown_once_more_with_the_reason(
    admin_client: Client, seen: dict[str, str]
) -> None:
    bag = product_with_stock(quantity=5, backorders=1, sku="BAG")
    _, second = placed(bag, 4), placed(bag, 4)
    answer = admin_client.post(page_of(second), {"reason": "wedding", **seen})
    assert (answer.status_code, answer.context["reason"], QueueMove.objects.count()) == (400, "wedding", 0)
    assert "Please look at them again." in admin_text(answer)


def test_who_is_first_already_is_told_on_the_order(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=5, backorders=1), 4)
    assert "is the first in the queue already" in admin_text(admin_client.get(page_of(order), follow=True))
