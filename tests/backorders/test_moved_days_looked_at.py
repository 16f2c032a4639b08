"""Staff read who will be told before they move a day, on every form that moves one."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.tell_moved_days import tell_moved_days
from backorders.models import Order
from catalog.forms.stock_form import UNASSIGN
from catalog.models import IncomingSupply, SourceItem
from catalog.words.moment import DAY
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.queries.test_moved_day import in_days, ordered, waiting
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import (
    SourceFactory,
    StockFactory,
    default_source,
    default_website,
    expected_supply,
    product_with_stock,
)

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


def grid(client: Client, name: str, chosen: int, **fields: str) -> Any:
    posted = {"action": name, "_selected_action": str(chosen), "index": "0"} | fields
    return client.post(reverse("admin:catalog_incomingsupply_changelist"), posted, follow=True)


def test_the_rest_of_a_supply_is_closed_when_it_was_seen_who_is_told(admin_client: Client) -> None:
    bag, _ = waiting()
    (supply,) = IncomingSupply.objects.all()
    other = expected_supply(bag, 40, days=6)
    assert "1 supply has been closed." in admin_text(grid(admin_client, "close_rest", other.pk))
    asked = grid(admin_client, "close_rest", supply.pk)
    assert f"({day(4)} to no date known yet)" in admin_text(asked)
    assert "Nothing is closed yet." in admin_text(asked)
    supply.refresh_from_db()
    assert not supply.is_closed
    first, again = (grid(admin_client, "close_rest", supply.pk, told_seen=asked.context["told_seen"]) for _ in range(2))
    assert "1 supply has been closed." in admin_text(first)
    assert "Of 1 nothing was outstanding." in admin_text(again)
    supply.refresh_from_db()
    assert (supply.is_closed, tell_moved_days(now=timezone.now()), tell_moved_days(now=timezone.now())) == (True, 1, 0)


def saved(client: Client, page: str, **changes: Any) -> Any:
    """Change the form; what is asked is read and sent again. Return what was asked, and what came of it."""
    asked = client.post(page, filled_form(client.get(page), **changes))
    return asked, client.post(page, filled_form(asked), follow=True)


def test_the_sources_area_and_the_lead_time_of_a_product_say_who_will_be_told(admin_client: Client) -> None:
    SourceFactory.create()
    bag, order = waiting(quantity=5)
    default = default_source().pk
    page = reverse("admin:catalog_product_change", args=(bag.pk,))
    rows = filled_form(admin_client.get(page))
    (box,) = (name for name in rows if name.endswith("quantity") and rows[name] == ["5"])
    asked, done = saved(admin_client, page, **{box: "2"})
    assert f"{told_of(order, 'in stock', 4)} {AGAIN}" in admin_text(asked)
    assert "You saved the product." in admin_text(done)
    assert SourceItem.objects.get(product=bag, source=default).quantity == 2
    assert tell_moved_days(now=timezone.now()) == 1
    # Nobody is asked about what moves nobody.
    fields = filled_form(admin_client.get(page), name="Bag of felt")
    assert "You saved the product." in admin_text(admin_client.post(page, fields, follow=True))


def test_a_source_that_is_disabled_on_its_page_or_in_the_grid_says_who_will_be_told(admin_client: Client) -> None:
    shelf = SourceFactory.create()
    StockFactory.create(sources=[shelf], website=default_website())
    bag, order = waiting(quantity=5, source=shelf)
    IncomingSupply.objects.update(source=shelf)
    page = reverse("admin:catalog_source_change", args=(shelf.pk,))
    asked, _ = saved(admin_client, page, is_enabled=None)
    words = f"#{order.number} (in stock to no date known yet)"
    assert words in admin_text(asked)
    shelf.refresh_from_db()
    assert not shelf.is_enabled
    shelf.is_enabled = True
    shelf.save()
    listing = reverse("admin:catalog_source_changelist")
    posted = {"action": "disable", "_selected_action": str(shelf.pk), "index": "0"}
    switch = admin_client.post(listing, posted)
    assert words in admin_text(switch)
    # Another order waits for it since: it is read once more.
    also = ordered(bag, units=3)
    IncomingSupply.objects.update(expected_on=in_days(40))
    again = admin_client.post(listing, posted | {"post": "yes", "seen": switch.context["seen"]})
    assert "Nothing was changed" in admin_text(again)
    assert f"#{also.number}" in admin_text(again)
    done = admin_client.post(listing, posted | {"post": "yes", "seen": again.context["seen"]}, follow=True)
    assert "A total of 1 source(s) have been disabled." in admin_text(done)


def test_a_stock_that_loses_a_source_says_who_will_be_told(admin_client: Client) -> None:
    shelf, other = SourceFactory.create(), SourceFactory.create()
    stock = StockFactory.create(sources=[shelf, other], website=default_website())
    _, order = waiting(quantity=5, source=shelf)
    page = reverse("admin:catalog_stock_change", args=(stock.pk,))
    asked, done = saved(admin_client, page, **{UNASSIGN: [shelf.pk]})
    assert f"#{order.number} (in stock to no date known yet)" in admin_text(asked)
    assert "The Stock has been saved." in admin_text(done)
    assert list(stock.links.values_list("source", flat=True)) == [other.pk]


def test_update_attributes_says_who_will_be_told(admin_client: Client) -> None:
    bag, order = waiting(quantity=5)
    listing = reverse("admin:catalog_product_changelist")
    page = admin_client.post(listing, {"action": "update_attributes", "_selected_action": str(bag.pk), "index": "0"})
    names = filled_form(page)
    (box,) = (name for name in page.context["rows"] if name.name == "quantity")
    fields = names | {box.control.html_name: "1", box.change_name: "1"}
    asked = admin_client.post(listing, fields)
    assert told_of(order, "in stock", 4) in admin_text(asked)
    assert bag.source_items.get().quantity == 5
    done = admin_client.post(listing, filled_form(asked), follow=True)
    assert "1 product was updated." in admin_text(done)
    assert bag.source_items.get().quantity == 1


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


def test_an_edit_that_takes_units_of_those_behind_says_who_will_be_told(admin_client: Client) -> None:
    bag, first = waiting(quantity=10)
    behind = ordered(bag, units=5)
    page = reverse("admin:backorders_order_edit", args=(first.pk,))
    box = f"line-{first.lines.get().pk}"
    typed = filled_form(admin_client.get(page)) | {box: ["8"]}
    looked = filled_form(admin_client.post(page, typed | {"do": ["update"]})) | {"do": ["save"]}
    asked = admin_client.post(page, looked)
    assert f"{told_of(behind, 'in stock', 4)} {AGAIN}" in admin_text(asked)
    assert first.lines.get().ordered == 5
    done = admin_client.post(page, filled_form(asked) | {"do": ["save"]}, follow=True)
    assert "You saved the order." in admin_text(done)
    assert first.lines.get().ordered == 8


def test_supply_that_comes_later_than_a_lead_time_says_who_will_be_told(admin_client: Client) -> None:
    bag = product_with_stock(quantity=0, backorders=2, backorder_lead_time=5, sku="BAG")
    order = ordered(bag, units=20)
    page = reverse("admin:catalog_incomingsupply_expect")
    fields = {"rows": "BAG 10", "source": default_source().pk, "expected_on": in_days(30).isoformat()}
    asked = admin_client.post(page, filled_form(admin_client.get(page)) | fields)
    assert f"{told_of(order, day(5), 30)} {AGAIN}" in admin_text(asked)
    assert not IncomingSupply.objects.exists()
    for _ in range(2):
        assert admin_client.post(page, filled_form(asked) | fields).status_code == 302
    assert IncomingSupply.objects.get().quantity == 10


def test_an_import_says_who_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, order = waiting(quantity=5, sku="BAG")
    file = tmp_path / "products.csv"
    file.write_text("sku,qty\nBAG,2\n")
    call_command("import_products", str(file))
    assert told_of(order, "in stock", 4) in capsys.readouterr().out
    assert (tell_moved_days(now=timezone.now()), tell_moved_days(now=timezone.now())) == (1, 0)


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
