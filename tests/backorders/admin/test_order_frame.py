"""The pages of one order: the bar on top leads back."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
PAGES = ("cancel_items", "edit", "source_selection", "credit_memo")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_an_order_leads_back_to_orders_and_to_the_order(admin_client: Client, page: str) -> None:
    order = OrderFactory.create()
    bar = (
        admin_client.get(reverse(f"admin:backorders_order_{page}", args=(order.pk,)))
        .content.decode()
        .split("<h1", 1)[1]
        .split("</h1>", 1)[0]
    )
    assert f'href="{reverse("admin:backorders_order_changelist")}"' in bar
    assert f'href="{reverse("admin:backorders_order_change", args=(order.pk,))}"' in bar
    assert str(order) in bar
