"""Staff read who will be told before they move a day: on incoming supply, counts, and Move to front."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.tell_moved_days import tell_moved_days
from backorders.models import Order
from catalog.models import IncomingSupply, SourceItem
from catalog.words.moment import DAY
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.queries.test_moved_day import in_days, ordered, waiting
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import expected_supply, product_with_stock

pytestmark = pytest.mark.django_db
AGAIN = "Nothing is saved yet: save again, and they are told."
COUNT = "/admin/catalog/source/count/"


def day(days: int) -> str:
    return f"{in_days(days):{DAY}}"


def told_of(order: Order, was: str, days: int) -> str:
    return f"1 customer is told by e-mail that what they wait for comes later: #{order.number} ({was} to {day(days)})."


def test_incoming_supply_says_who_will_be_told_and_is_saved_when_that_was_seen(admin_client: Client) -> None:
    _, order = waiting()
    (supply,) = IncomingSupply.objects.all()
    other = expected_supply(product_with_stock(), 3)
    page = reverse("admin:catalog_incomingsupply_change", args=(supply.pk,))
    fields = filled_form(admin_client.get(page)) | {"expected_on": in_days(9).isoformat()}
    asked = admin_client.post(page, fields)
    assert f"{told_of(order, day(4), 9)} {AGAIN}" in admin_text(asked)
    supply.refresh_from_db()
    assert supply.expected_on == in_days(4)
    # Another day than was looked at asks once more.
    named = filled_form(asked)
    assert AGAIN in admin_text(admin_client.post(page, named | {"expected_on": in_days(10).isoformat()}))
    assert "The supply has been saved." in admin_text(admin_client.post(page, named, follow=True))
    supply.refresh_from_db()
    other.refresh_from_db()
    assert (supply.expected_on, other.expected_on) == (in_days(9), in_days(4))
    # Of an earlier day nobody is told.
    fields = filled_form(admin_client.get(page)) | {"expected_on": in_days(6).isoformat()}
    assert "The supply has been saved." in admin_text(admin_client.post(page, fields, follow=True))
    closed = {"action": "close_rest", "_selected_action": str(supply.pk)}
    grid = admin_client.post(reverse("admin:catalog_incomingsupply_changelist"), closed, follow=True)
    assert f"({day(4)} to no date known yet)" in admin_text(grid)


def counted(client: Client, page: Any, **typed: str) -> Any:
    told = page.context.get("told_seen", "")
    fields = {"rows": page.context["row_ids"], "reason": "count", "note": "", "told_seen": told}
    for row in page.context["rows"]:
        fields |= {row.shown_name: row.shown, row.typed_name: typed.get(row.sku, row.typed)}
    return client.post(COUNT, fields, follow=True)


def test_a_count_says_who_will_be_told_and_is_saved_when_that_was_seen(admin_client: Client) -> None:
    _, order = waiting(quantity=5, sku="BAG")
    product_with_stock(quantity=5, sku="CAP")
    asked = counted(admin_client, admin_client.get(COUNT), BAG="3", CAP="2")
    assert f"{told_of(order, 'in stock', 4)} {AGAIN}" in admin_text(asked)
    assert sorted(SourceItem.objects.values_list("quantity", flat=True)) == [5, 5]
    assert "2 of 2 products changed" in admin_text(counted(admin_client, asked))
    assert sorted(SourceItem.objects.values_list("quantity", flat=True)) == [2, 3]


def test_move_to_front_says_who_will_be_told(admin_client: Client) -> None:
    bag, order = waiting(quantity=5)
    last = ordered(bag, units=2)
    said = admin_client.get(reverse("admin:backorders_order_front", args=(last.pk, last.lines.get().pk)))
    assert told_of(order, "in stock", 4) in admin_text(said)
    fields = {"reason": "wedding", "seen": said.context["seen"]}
    moved = admin_client.post(reverse("admin:backorders_order_front", args=(last.pk, last.lines.get().pk)), fields)
    assert moved.status_code == 302
    assert tell_moved_days(now=timezone.now()) == 1
    assert [each.notifications.filter(key__startswith="day_moved:").count() for each in (order, last)] == [1, 0]
    view = admin_text(admin_client.get(reverse("admin:backorders_order_change", args=(order.pk,))))
    assert f"Told since: {day(4)}" in view
    assert "Told the customer that what he waits for comes later" in view
    desk = admin_client.get(reverse("admin:backorders_backorder_orders"))
    assert [row.promised for row in desk.context["rows"] if row.number == order.number] == [f"told since: {day(4)}"]
