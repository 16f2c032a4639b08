"""Reports > Backorders: every tab for every role, each number leads to its rows, and goes as a file."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backorders.actions.demo_history import dated
from backorders.actions.owed_history import keep_owed_days, keep_owed_days_anew
from backorders.actions.ship_order import ship_order
from backorders.actions.undo_shipment import undo_shipment
from backorders.admin.backorder_report.page import TABS
from backorders.admin.backorder_report.presenter import ReportRow
from backorders.models import OrderLine, Shipment
from backorders.rules.backorder_report import HALF, NINE_TENTHS, days_at, fill_rate
from catalog.models import Source
from inventory_site.roles import ROLES
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.owed_weeks import BERLIN, FIRST, Weeks, at, received
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
URLS = {end: f"admin:{screen.list_name}" for end, screen in TABS.items()}
SPAN = f"day_from={FIRST}&day_to={FIRST + timedelta(days=9)}"


@pytest.fixture
def weeks() -> Weeks:
    """Orders of two websites; one is served in part."""
    weeks = Weeks()
    weeks.ordered(weeks.bag, 8, day=0), weeks.ordered(weeks.box, 5, day=1)
    weeks.ordered(weeks.bag, 3, day=2, elsewhere=True)
    weeks.happens(received(weeks.bag, weeks.quay, 2), day=5)
    keep_owed_days(now=at(10))
    return weeks


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_every_tab_opens_for_each_role_with_the_same_sum(client: Client, role: str) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    told = {end: admin_text(client.get(f"{reverse(name)}?{SPAN}")) for end, name in URLS.items()}
    rows = {
        "changes/": "9 became owed, 2 served, 0 given up: 7 owed in the end",
        "ordered/": "16 units ordered, 9 of them owed then: fill rate 43.8 %",
        "shipped/": "Nothing left a source in these days",
    }
    for end, text in told.items():
        assert rows.get(end, "7 units owed") in text
        assert "Owed now: 7" in text


def shipped(line: OrderLine, source: Source) -> Shipment:
    with dated(at(5)):
        return ship_order(
            order=line.order,
            source=source,
            units={line: Decimal(1)},
            key=str(uuid4()),
            by=None,
            unpaid_confirmed=True,
            now=at(5),
        )


def owed(rows: Any) -> Decimal:
    return sum((row.became - row.served - row.canceled for row in rows), Decimal(0))


def amounts(rows: Any) -> dict[str, Decimal]:
    worth = defaultdict[str, Decimal](Decimal)
    for row in rows:
        worth[row.currency] += row.worth
    return {currency: value for currency, value in sorted(worth.items()) if value}


def waited(rows: Any, share: Decimal) -> int | None:
    return days_at((((row.day - row.since).days, row.served) for row in rows), share)


# {column: (what its number is, what the rows come to that it leads to)}.
COUNTED: dict[str, tuple[Callable[[ReportRow], Any], Callable[[Any], Any]]] = {
    "owes": (lambda row: row.owed, owed),
    "value": (lambda row: row.figures.amounts, amounts),
    "new": (lambda row: row.became, lambda rows: sum(row.became for row in rows)),
    "came": (lambda row: row.served, lambda rows: sum(row.served for row in rows)),
    "gone": (lambda row: row.canceled, lambda rows: sum(row.canceled for row in rows)),
    "rate": (
        lambda row: row.figures.fill_rate,
        lambda rows: fill_rate(sum(row.ordered for row in rows), sum(row.owed_when_placed for row in rows)),
    ),
    "half": (lambda row: row.figures.median_days, lambda rows: waited(rows, HALF)),
    "most": (lambda row: row.figures.most_days, lambda rows: waited(rows, NINE_TENTHS)),
    "left": (lambda row: row.shipped, lambda rows: -sum(row.quantity for row in rows)),
}


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.parametrize("end", ["", "products/", "stocks/", "sources/", "websites/", "ages/"])
def test_each_number_leads_to_the_rows_that_it_counts(admin_client: Client, weeks: Weeks, end: str) -> None:
    # Of two parcels one was undone; of two products with one SKU one was deleted.
    line = OrderLine.objects.filter(product=weeks.bag).earliest("pk")
    parcel, _ = (shipped(line, weeks.quay) for _ in range(2))
    weeks.happens(lambda now: undo_shipment(shipment=parcel, by=None, now=now), day=6)
    with dated(at(-9)):
        crate = product_with_stock(quantity=1, backorders=2, min_qty=0)
    weeks.ordered(crate, 6, day=3)
    weeks.happens(lambda _: crate.delete(), day=7)
    with dated(at(7)):
        again = product_with_stock(quantity=1, backorders=2, min_qty=0, sku=crate.sku)
    weeks.ordered(again, 3, day=8)
    keep_owed_days_anew(now=at(10))
    grid: Any = admin_client.get(f"{reverse(URLS[end])}?{SPAN}&period=week").context["cl"]
    assert len(grid.queryset) > 1
    shown = [column for column in TABS[end].list_display if column != "name"]
    for row in grid.queryset:
        for column in shown:
            number, told = COUNTED[column]
            if column == "left" and not row.shipped:
                continue
            found: Any = admin_client.get(row.links[column]).context["cl"]
            assert not found.problems
            assert told(found.queryset) == number(row), (row.title, column)


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
def test_the_table_says_what_the_chart_draws(admin_client: Client) -> None:
    page = admin_client.get(f"{reverse(URLS[''])}?{SPAN}")
    drawn = json.loads(page.context["chart"].data)
    assert [line["label"] for line in drawn["datasets"]] == ["Owed at end", "Became owed", "Served"]
    assert drawn["datasets"][0]["data"] == [4, 7, 9, 9, 9, 7, 7, 7, 7, 7]
    assert len({(line["pointStyle"], str(line.get("borderDash"))) for line in drawn["datasets"]}) == 3
    assert [int(row.owed) for row in page.context["cl"].queryset] == drawn["datasets"][0]["data"][::-1]
    content = page.content.decode()
    assert not re.search(r"<script>|style=", content[content.index('<div class="grid-page">') :])


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
def test_a_file_has_numbers_as_numbers_and_each_currency_beside_its_amount(admin_client: Client) -> None:
    answer: Any = admin_client.get(f"{reverse('admin:backorders_report_by_website_grid_export', args=['csv'])}?{SPAN}")
    first, main, *_ = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert first == (
        "Website,Owed at end,Value,Currency,Became owed,Served,Given up,Fill rate (%),Days (median),Days (90 %)"
    )
    assert main.startswith("Main Website,5,16.68,USD,7,2,0,46.2,5,5")
    excel: Any = admin_client.get(reverse("admin:backorders_report_over_time_grid_export", args=["xlsx"]))
    assert b"".join(excel.streaming_content).startswith(b"PK")


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize(
    "asked", ["day_from=31.2.", "period=year", "website=x", "sort=-nobody", "day_from=2027-01-01", "day_to=0001-01-01"]
)
def test_what_cannot_be_read_is_said_and_days_that_are_not_kept_have_no_rows(admin_client: Client, asked: str) -> None:
    page = admin_client.get(f"{reverse(URLS[''])}?{asked}")
    grid: Any = page.context["cl"]
    assert page.status_code == 200
    assert bool(grid.problems) is not asked.startswith(("day_from=2027", "day_to"))
    assert bool(grid.queryset) is bool(grid.problems)


@pytest.mark.parametrize("end", list(TABS))
def test_where_nothing_is_kept_that_is_said(admin_client: Client, end: str) -> None:
    page = admin_client.get(reverse(URLS[end]))
    assert page.context["chart"] is None
    assert page.context["nothing"] in admin_text(page)
    assert ("No day has been kept yet" in admin_text(page)) is (end not in ("changes/", "ordered/", "shipped/"))


@override_settings(TIME_ZONE=BERLIN)
def test_each_tab_asks_as_many_statements_of_thirty_orders_as_of_one(admin_client: Client) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for end, name in URLS.items():
            with CaptureQueriesContext(connection) as seen:
                admin_client.get(f"{reverse(name)}?{SPAN}")
            found[end] = len(seen)
        return found

    weeks = Weeks()
    weeks.ordered(weeks.box, 5, day=0)
    keep_owed_days(now=at(1, 1))
    asked()
    one = asked()
    for number in range(30):
        weeks.ordered(weeks.bag if number % 2 else weeks.box, 5, day=1 + number // 10, elsewhere=bool(number % 4 == 1))
    keep_owed_days(now=at(10))
    assert asked() == one
    assert max(one.values()) <= 16
