"""When what an edit owes comes: promised as order page and mails tell it, and no unit to two lines."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.edit_order import edit_order
from backorders.actions.place_order import place_order
from backorders.models import Order, OrderLine
from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from tests.backorders.test_promised_days import bag, in_days, ordered, said
from tests.factories.catalog import configure, expected_supply
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_an_edit_promises_a_day_for_what_it_owes() -> None:
    product = bag()
    expected_supply(product, 40)
    expected_supply(product, 60, days=20)
    line = ordered(product, 5).lines.get()
    edit_order(order=line.order, units={line: Decimal(45)}, by=None, now=timezone.now())
    days = set(OrderLine.objects.filter(order=line.order).values_list("promised_on", flat=True))
    assert max(filter(None, days)) == localdate() + timedelta(days=20)


def test_an_edit_promises_no_delivery_to_two_lines_that_it_raises() -> None:
    product = bag()
    expected_supply(product, 40)
    expected_supply(product, 60, days=20)
    order = place_order(lines=[(product, 1), (product, 1)], email="a@example.org", by=None, now=timezone.now())
    first, second = order.lines.order_by("pk")
    edit_order(order=order, units={first: Decimal(31), second: Decimal(12)}, by=None, now=timezone.now())
    days = list(order.lines.order_by("pk").values_list("promised_on", flat=True))
    assert days == [localdate() + timedelta(days=4), localdate() + timedelta(days=20)]


def test_an_edit_promises_by_a_lead_time_what_is_told_of_it_then() -> None:
    """A lead time runs from the day of the order (docs/rules.md#dates-1), also of what is wanted later."""
    product = bag()
    configure(BACKORDER_LEAD_TIME, 30)
    order = ordered(product, 5)
    Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(days=10))
    order.refresh_from_db()
    edit_order(order=order, units={order.lines.get(): Decimal(8)}, by=None, now=timezone.now())
    assert order.lines.get().promised_on == localdate() + timedelta(days=20)
    page = page_text(Client().get(f"/orders/{order.checkout}/"))
    assert said(page) == {in_days(20)}
    assert "Expected when ordered" not in page
