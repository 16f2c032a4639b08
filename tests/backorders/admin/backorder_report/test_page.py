"""Reports > Backorders: every tab for every role, each number leads to its rows, and goes as a file."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backorders.actions.owed_history import keep_owed_days
from backorders.admin.backorder_report.page import TABS
from backorders.models import OwedChange
from inventory_site.roles import ROLES
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.owed_weeks import BERLIN, FIRST, Weeks, at, received

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


def sums(**narrowed: Any) -> dict[str, Decimal]:
    """Return what the rows of the list of changes come to."""
    rows = OwedChange.objects.filter(**narrowed)
    return {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("became", "served", "canceled")}


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_every_tab_opens_for_each_role_with_the_same_sum(client: Client, role: str) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    told = {end: admin_text(client.get(f"{reverse(name)}?{SPAN}")) for end, name in URLS.items()}
    for end, text in told.items():
        assert (
            "9 became owed, 2 served, 0 given up: 7 owed in the end" if end == "changes/" else "7 units owed"
        ) in text
        assert "Owed now: 7" in text


@override_settings(TIME_ZONE=BERLIN)
@pytest.mark.usefixtures("weeks")
@pytest.mark.parametrize("end", ["", "products/", "stocks/", "websites/"])
def test_each_number_leads_to_the_changes_that_it_sums_up(admin_client: Client, end: str) -> None:
    grid: Any = admin_client.get(f"{reverse(URLS[end])}?{SPAN}&period=week").context["cl"]
    assert len(grid.queryset) > 1
    for row in grid.queryset:
        for what in ("became", "served", "canceled"):
            found: Any = admin_client.get(f"{row.changes_link}&what={what}").context["cl"]
            assert not found.problems
            assert sum(getattr(change, what) for change in found.queryset) == getattr(row, what)
        made: Any = admin_client.get(row.owed_link).context["cl"]
        assert sum(change.became - change.served - change.canceled for change in made.queryset) == row.owed


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
