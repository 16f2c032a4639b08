"""The desk says what comes next of what is owed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from backorders.models import OrderLine
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


def test_by_order_says_when_each_line_comes_what_was_promised_and_whose_promise_has_passed(
    admin_client: Client,
) -> None:
    bag, today = backordered("BAG"), localdate()
    first = expected_supply(bag, 4, days=3)
    second = expected_supply(bag, 40, days=9)
    early, late, neither = placed(bag, 3), placed(bag, 2), placed(backordered("CAP"), 1)
    OrderLine.objects.filter(order=late).update(promised_on=today - timedelta(days=1))
    orders = reverse("admin:backorders_backorder_orders")
    assert [(row.number, row.comes_on, row.promised_on) for row in admin_client.get(orders).context["rows"]] == [
        (early.number, first.expected_on, first.expected_on),
        # 3 and 1 of the first delivery are spoken for: the second unit comes with the next.
        (late.number, second.expected_on, today - timedelta(days=1)),
        (neither.number, None, None),
    ]
    passed = admin_client.get(orders, {"promise": "passed"})
    assert [row.number for row in passed.context["rows"]] == [late.number]
    assert "Promised day: has passed" in admin_text(passed)
    address = reverse("admin:backorders_desk_orders_grid_export", args=["csv"])
    answer: Any = admin_client.get(address, {"columns": "number.comes.promised"})
    assert b"".join(answer.streaming_content).decode().splitlines()[1:] == [
        f"{early.number},{first.expected_on},{first.expected_on}",
        f"{late.number},{second.expected_on},{today - timedelta(days=1)}",
        f"{neither.number},,",
    ]


def test_receive_stock_says_what_was_expected(admin_client: Client) -> None:
    bag = backordered("BAG")
    placed(bag, 3)
    expected_supply(bag, 40)
    answer = admin_client.post(product_url(bag), {"source": default_source().pk, "quantity": "25"}, follow=True)
    assert "25 come now, 15 remain expected." in admin_text(answer)
