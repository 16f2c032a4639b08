"""The pick list and the packing slips of what was ticked: as it was shown, and nothing of what has changed since."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.models import Order
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.ready_to_ship.test_page import HERE, paid
from tests.backorders.shipping import bag, two_sources
from tests.catalog.admin.filled_form import filled_form

pytestmark = pytest.mark.django_db


def printed(client: Client, page: Any, sheet: str, *orders: Order, **more: Any) -> Any:
    form = filled_form(page, order=[str(order.pk) for order in orders], sheet=sheet, **more)
    return client.post(reverse("admin:backorders_ready_to_ship_print"), form)


def test_the_pick_list_sums_up_each_shelf_for_the_ticked_orders(admin_client: Client) -> None:
    berlin, _, product = two_sources(8, 4)
    cap = bag(5, sku="A-CAP", source=berlin, name="Cap")
    orders = [paid(product, cap, units=3, days=3), paid(product, units=6, days=2), paid(cap, days=1)]
    text = admin_text(printed(admin_client, admin_client.get(HERE), "pick-list", *orders[:2]))
    first, second, third = (order.number for order in orders)
    assert f"3 A-CAP Cap #{first}: 3 8 BAG {product.name} #{first}: 3 #{second}: 5" in text
    assert "Pick list: Lyon" in text
    assert f"1 BAG {product.name} #{second}: 1" in text
    assert third not in text
    assert "for 2 orders" in text


def test_a_slip_for_each_parcel_says_what_lies_in_it_and_what_follows(admin_client: Client) -> None:
    berlin, _, product = two_sources(8, 4)
    order = paid(product, bag(0, sku="CAP", source=berlin), units=14)
    slips = printed(admin_client, admin_client.get(HERE), "slips", order).context["sheets"].slips
    assert [(slip.part, slip.source, slip.ship_to[0]) for slip in slips] == [
        ("Parcel 1 of 2", "Berlin", "Ada Brandt"),
        ("Parcel 2 of 2", "Lyon", "Ada Brandt"),
    ]
    assert [(line.units, line.ordered, line.later) for slip in slips for line in slip.lines] == [
        ("8", "14", "6"),
        ("0", "14", "14"),
        ("4", "14", "2"),
        ("0", "14", "14"),
    ]


@pytest.mark.parametrize("sheet", ["slips", "pick-list"])
def test_an_order_that_changed_since_is_named_and_not_printed(admin_client: Client, sheet: str) -> None:
    product = bag(9)
    fresh, changed = paid(product, days=2), paid(product, days=1)
    page = admin_client.get(HERE)
    hold_order(order=changed, by=None, now=timezone.now())
    text = admin_text(printed(admin_client, page, sheet, fresh, changed))
    assert f"#{changed.number} is not printed: it has changed since the list was opened." in text
    assert text.count(changed.number) == 1
    assert fresh.number in text


def test_lines_of_another_order_are_not_printed(admin_client: Client) -> None:
    order, other = paid(bag(9)), paid(bag(9, sku="CAP"))
    page = admin_client.get(HERE)
    theirs = filled_form(page)[f"parcels-{other.pk}"]
    for sheet in ("slips", "pick-list"):
        assert "CAP" not in admin_text(printed(admin_client, page, sheet, order, **{f"parcels-{order.pk}": theirs}))


@pytest.mark.parametrize("sheet", ["slips", "pick-list"])
def test_the_page_asks_for_its_own_pdf_by_what_it_was_sent(admin_client: Client, sheet: str) -> None:
    order = paid(bag(9))
    page = printed(admin_client, admin_client.get(HERE), sheet, order)
    pdf = admin_client.post(page.context["pdf_url"], {**dict(page.context["sent_again"]), "pdf": "1"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert f'filename="{"pick-list" if sheet == "pick-list" else "packing-slips"}.pdf"' in pdf["Content-Disposition"]


def test_nothing_ticked_leads_back(admin_client: Client) -> None:
    answer = admin_client.post(reverse("admin:backorders_ready_to_ship_print"), {}, follow=True)
    assert "Please choose at least one order." in admin_text(answer)


@pytest.mark.parametrize("sheet", ["slips", "pick-list"])
def test_thirty_orders_ask_as_often_as_one(admin_client: Client, sheet: str) -> None:
    orders = [paid(bag(9, sku=f"BAG-{n}")) for n in range(30)]
    page = admin_client.get(HERE)
    asked = []
    for count in (1, 30):
        with CaptureQueriesContext(connection) as seen:
            assert printed(admin_client, page, sheet, *orders[:count]).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1], asked
