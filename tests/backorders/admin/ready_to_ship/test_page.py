"""Sales > Ready to ship: what it shows, to whom, and many orders shipped at once, one of which cannot leave."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order, Shipment
from catalog.models import Product, SourceItem
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.shipping import bag, two_sources
from tests.catalog.admin.filled_form import filled_form

pytestmark = pytest.mark.django_db
HERE = "/admin/backorders/order/ready-to-ship/"


def paid(*products: Product, units: int = 1, days: int = 0) -> Order:
    order = place_order(
        lines=dict.fromkeys(products, Decimal(units)),
        email="ada@example.org",
        customer_name="Ada Brandt",
        payment_method="checkmo",
        by=None,
        now=timezone.now() - timedelta(days=days),
    )
    invoice_order(order=order, by=None, now=timezone.now())
    return order


def ship(client: Client, page: Any, *orders: Order, at: str = HERE, lost: str = "") -> Any:
    """Tick `orders` on the `page` and send it, without the field that is `lost`."""
    form = filled_form(page, order=[str(order.pk) for order in orders])
    form.pop(lost, None)
    return client.post(at, {"key": str(uuid.uuid4()), **form}, follow=True)


def numbers(page: Any) -> list[str]:
    return [row.number for row in page.context["rows"]]


def test_the_list_says_what_leaves_from_where_and_what_stays(admin_client: Client) -> None:
    _, _, product = two_sources(8, 4)
    paid(product, units=10, days=3)
    paid(product, units=5, days=1)
    text = admin_text(admin_client.get(HERE))
    assert "2 orders ready to ship, the oldest first" in text
    assert re.search(r"Ada Brandt 10 . Product \d+ \(BAG\) 10 Whole Berlin 8, Lyon 2 Choose", text)
    assert re.search(r"2 . Product \d+ \(BAG\) 2 Part, 3 to come Lyon Choose", text)


def test_nothing_to_ship_and_nothing_that_matches(admin_client: Client) -> None:
    assert "Nothing can leave now." in admin_text(admin_client.get(HERE))
    paid(bag(3))
    assert "Nothing that matches can leave now." in admin_text(admin_client.get(HERE, {"q": "nobody"}))


def test_of_several_orders_the_ticked_ones_leave_and_no_other(admin_client: Client) -> None:
    product = bag(9)
    first, second, third = (paid(product, units=2, days=days) for days in (3, 2, 1))
    answer = ship(admin_client, admin_client.get(HERE), third, first)
    assert "2 orders have been shipped in 2 parcels." in admin_text(answer)
    assert numbers(answer) == [second.number]
    assert [order.shipments.count() for order in (first, second, third)] == [1, 0, 1]
    assert SourceItem.objects.get().quantity == 5


def test_one_that_cannot_leave_is_named_and_keeps_no_other_back(admin_client: Client) -> None:
    product, cap = bag(9), bag(3, sku="CAP")
    orders = [paid(product, days=5), paid(cap, units=3, days=4), paid(product, days=3)]
    page = admin_client.get(HERE)
    SourceItem.objects.filter(product=cap).update(quantity=1)
    text = admin_text(ship(admin_client, page, *orders))
    assert f"#{orders[1].number}: CAP: 3 asked, 1 on the shelf at Default Source." in text
    assert "2 orders have been shipped in 2 parcels." in text
    assert [order.shipments.count() for order in orders] == [1, 0, 1]


def test_units_that_an_order_before_it_took_are_named(admin_client: Client) -> None:
    product = bag(3)
    order = paid(product, units=3)
    page = admin_client.get(HERE)
    older = paid(product, units=2, days=9)
    text = admin_text(ship(admin_client, page, order))
    assert f"#{order.number}: BAG: 3 asked, 1 covered for this order." in text
    assert (order.shipments.count(), older.shipments.count()) == (0, 0)


def test_the_same_form_sent_twice_ships_once(admin_client: Client) -> None:
    orders = [paid(bag(9, sku=f"BAG-{n}"), units=2) for n in range(3)]
    form = filled_form(admin_client.get(HERE), order=[str(order.pk) for order in orders])
    form["key"] = [str(uuid.uuid4())]
    texts = [admin_text(admin_client.post(HERE, form, follow=True)) for _ in range(2)]
    assert all("3 orders have been shipped in 3 parcels." in text for text in texts)
    assert "It was not done a second time" in texts[1]
    assert Shipment.objects.count() == 3


def test_who_comes_second_with_an_older_page_is_told(admin_client: Client) -> None:
    order, other = paid(bag(9), units=2), paid(bag(9, sku="CAP"))
    mine, theirs = admin_client.get(HERE), admin_client.get(HERE)
    ship(admin_client, mine, order)
    text = admin_text(ship(admin_client, theirs, order, other))
    assert f"#{order.number}: The order has changed since this page was opened. Last (admin, " in text
    assert "1 order has been shipped in 1 parcel." in text
    assert (order.shipments.count(), other.shipments.count()) == (1, 1)


def test_an_order_that_was_put_on_hold_meanwhile_stays(admin_client: Client) -> None:
    order = paid(bag(9))
    page = admin_client.get(HERE)
    hold_order(order=order, by=None, now=timezone.now())
    text = admin_text(ship(admin_client, page, order))
    assert (f"#{order.number}: " in text, order.shipments.count()) == (True, 0)


def test_it_comes_back_to_its_filter_and_page(admin_client: Client) -> None:
    orders = [paid(bag(2, sku=f"BAG-{n}"), days=n) for n in range(32)]
    place = f"{HERE}?q=ada&sort=placed&p=2"
    page = admin_client.get(place)
    assert numbers(page) == [orders[1].number, orders[0].number]
    answer = ship(admin_client, page, orders[1], at=place)
    assert answer.redirect_chain == [(place, 302)]
    assert numbers(answer) == [orders[0].number]
    assert numbers(ship(admin_client, answer, orders[0], at=place))[-1] == orders[2].number


@pytest.mark.parametrize("page", ["0", "x", "-1", "9" * 30, "\u0663", "\0"])
def test_a_page_or_filter_that_is_none_shows_the_list(admin_client: Client, page: str) -> None:
    order = paid(bag(2))
    assert numbers(admin_client.get(HERE, {"p": page, "website": "x", "placed_from": "x"})) == [order.number]


def test_it_is_filtered_and_sorted_and_the_oldest_order_takes_first_whatever_it_is_sorted_by(
    admin_client: Client,
) -> None:
    berlin, lyon, product = two_sources(2, 4)
    old, new = paid(product, units=3, days=9), paid(product, units=3, days=1)
    page = admin_client.get(HERE, {"sort": "-placed"})
    assert [(row.number, row.sources) for row in page.context["rows"]] == [
        (new.number, ((lyon.name, "3"),)),
        (old.number, ((berlin.name, "2"), (lyon.name, "1"))),
    ]
    today = timezone.localdate().isoformat()
    assert numbers(admin_client.get(HERE, {"placed_to": today, "customer": "brandt", "q": f"#{old.number}"})) == [
        old.number
    ]
    assert numbers(admin_client.get(HERE, {"placed_from": today})) == []


def test_it_goes_as_a_file_without_the_sources_that_are_proposed_page_by_page(admin_client: Client) -> None:
    _, _, product = two_sources(2, 0)
    order = paid(product, units=2)
    answer = admin_client.get(reverse("admin:backorders_ready_to_ship_grid_export", args=("csv",)))
    head, row = b"".join(answer).decode().splitlines()
    assert head == "Order,Placed,Customer,What leaves,Units,More to come"
    assert row.startswith(order.number)
    assert row.endswith("(BAG),2,")


@pytest.mark.parametrize("lost", ["parcels", "revision"])
def test_what_got_lost_on_the_way_ships_nothing(admin_client: Client, lost: str) -> None:
    orders = [paid(bag(9, sku=f"BAG-{n}"), days=n) for n in range(2)]
    text = admin_text(ship(admin_client, admin_client.get(HERE), *orders, lost=f"{lost}-{orders[0].pk}"))
    assert f"#{orders[0].number}: What was shown of it got lost on the way." in text
    assert [order.shipments.count() for order in orders] == [0, 1]


@pytest.mark.parametrize(
    ("ticked", "said"),
    [([], "Please choose at least one order."), (["999999"], "Some of the orders are not there any more.")],
)
def test_nothing_ticked_and_an_order_that_is_gone(admin_client: Client, ticked: list[str], said: str) -> None:
    paid(bag(2))
    page = admin_client.get(HERE)
    assert said in admin_text(admin_client.post(HERE, {**filled_form(page), "order": ticked}, follow=True))
    assert Shipment.objects.count() == 0


@pytest.mark.parametrize("told", ["x", "\0", "9" * 40, "1:2=3;"])
def test_nonsense_in_any_field_ships_nothing_and_breaks_nothing(admin_client: Client, told: str) -> None:
    order = paid(bag(2))
    page = admin_client.get(HERE)
    for name in ("order", f"parcels-{order.pk}", f"revision-{order.pk}"):
        form = {**filled_form(page), "order": [str(order.pk)], name: [told]}
        assert admin_client.post(HERE, form, follow=True).status_code == 200
    assert Shipment.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "ships"),
    [("Fulfilment", True), ("Merchandiser", False), ("Customer service", False), ("Viewer", False)],
)
def test_it_is_there_for_who_may_ship(client: Client, admin_client: Client, role: str, ships: bool) -> None:
    order = paid(bag(2))
    page = admin_client.get(HERE)
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    assert client.get(HERE).status_code == (200 if ships else 403)
    assert ("Ready to ship" in admin_text(client.get("/admin/"))) is ships
    for address in (HERE, reverse("admin:backorders_ready_to_ship_print")):
        form = filled_form(page, order=[str(order.pk)], who=None)
        answer = client.post(address, {"key": str(uuid.uuid4()), **form})
        assert answer.status_code in ({200, 302} if ships else {403})
    assert order.shipments.count() == (1 if ships else 0)


def test_thirty_rows_ask_as_often_as_one(admin_client: Client) -> None:
    asked = []
    for more in (1, 29):
        for n in range(more):
            paid(bag(40, sku=f"BAG-{more}-{n}"), bag(40, sku=f"CAP-{more}-{n}"))
        with CaptureQueriesContext(connection) as seen:
            assert admin_client.get(HERE).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1], asked
