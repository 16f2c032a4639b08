"""The desk says what comes next of what is owed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.desk.test_page import DESK, backordered, placed, product_url
from tests.factories.catalog import default_source, expected_supply

pytestmark = pytest.mark.django_db


def test_the_desk_says_what_comes_next_and_so_does_its_file(admin_client: Client) -> None:
    bag, cap = backordered("BAG"), backordered("CAP")
    placed(bag, 3)
    placed(cap, 3)
    supply = expected_supply(bag, 40)
    expected_supply(bag, 40, days=9)
    told = f"next 40 expected on {supply.expected_on:%b %-d, %Y} at {default_source().name}"
    rows = {row.sku: row.expected for row in admin_client.get(reverse(DESK)).context["rows"]}
    assert rows == {"BAG": told, "CAP": ""}
    answer: Any = admin_client.get(reverse("admin:backorders_desk_products_grid_export", args=["csv"]))
    assert b"".join(answer.streaming_content).decode().count(told) == 1


def test_receive_stock_says_what_was_expected(admin_client: Client) -> None:
    bag = backordered("BAG")
    placed(bag, 3)
    expected_supply(bag, 40)
    answer = admin_client.post(product_url(bag), {"source": default_source().pk, "quantity": "25"}, follow=True)
    assert "25 come now, 15 remain expected." in admin_text(answer)
