"""Sales > Incoming supply: narrowed by state, changed one of several, in two tabs, closed, exported."""

import csv
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.book_delivery import book_delivery
from catalog.models import IncomingSupply
from catalog.rules.incoming_supply_rows import Unsaid, typed_supply
from tests.backorders.admin.admin_text import admin_text
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import SourceFactory, default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db

LIST = "/admin/catalog/incomingsupply/"


def page_of(supply: IncomingSupply) -> str:
    return reverse("admin:catalog_incomingsupply_change", args=(supply.pk,))


def one_in_each_state() -> dict[str, IncomingSupply]:
    bag = product_with_stock()
    return {
        "Late": expected_supply(bag, 40, days=-3),
        "Expected": expected_supply(bag, 41, days=0),
        "Received": expected_supply(bag, 42, days=-9, received=42),
        "Closed": expected_supply(bag, 43, days=-9, received=2, is_closed=True, reference="PO-9"),
    }


def test_each_state_is_a_chip_and_late_and_expected_are_counted(admin_client: Client) -> None:
    for state, supply in one_in_each_state().items():
        page = admin_client.get(LIST, {"state": state})
        assert [row.pk for row in page.context["cl"].result_list] == [supply.pk]
        chips = {words: is_chosen for words, _, is_chosen in page.context["chips"]}
        assert chips.keys() == {"All", "Late (1)", "Expected (1)", "Received", "Closed"}
        assert [words.split(" ")[0] for words, is_chosen in chips.items() if is_chosen] == [state]
    assert len(admin_client.get(LIST).context["cl"].result_list) == 4


def test_one_of_several_is_changed_and_the_others_stay(admin_client: Client) -> None:
    first, second = one_in_each_state()["Late"], expected_supply(product_with_stock(), 7)
    fields = filled_form(admin_client.get(page_of(second)))
    other = SourceFactory.create()
    answer = admin_client.post(
        page_of(second), {**fields, "quantity": "9", "source": other.pk, "expected_on": "2026-12-24"}, follow=True
    )
    assert "The supply has been saved." in admin_text(answer)
    second.refresh_from_db()
    assert (second.quantity, second.source, str(second.expected_on)) == (9, other, "2026-12-24")
    first.refresh_from_db()
    assert (first.quantity, first.source) == (40, default_source())


def test_in_two_tabs_the_second_is_asked_which_quantity_stays(admin_client: Client) -> None:
    supply = expected_supply(product_with_stock(), 40)
    tabs = [filled_form(admin_client.get(page_of(supply))) for _ in range(2)]
    admin_client.post(page_of(supply), {**tabs[0], "quantity": "50"})
    answer = admin_client.post(page_of(supply), {**tabs[1], "quantity": "60", "reference": "PO-7"})
    assert "Somebody else changed this meanwhile" in admin_text(answer)
    assert IncomingSupply.objects.get().quantity == 50
    assert IncomingSupply.objects.get().reference == ""


def test_what_another_tab_changed_alone_stays_and_is_told(admin_client: Client) -> None:
    supply = expected_supply(product_with_stock(), 40)
    tabs = [filled_form(admin_client.get(page_of(supply))) for _ in range(2)]
    admin_client.post(page_of(supply), {**tabs[0], "quantity": "50"})
    admin_client.post(page_of(supply), {**tabs[1], "reference": "PO-7"})
    supply.refresh_from_db()
    assert (supply.quantity, supply.reference) == (50, "PO-7")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"quantity": "14"}, "15 have come already"),
        ({"quantity": "0"}, "greater than 0"),
        ({"quantity": "-1"}, "greater than 0"),
        ({"quantity": "20.5"}, "whole units only"),
        ({"quantity": "many"}, "Enter a number"),
        ({"expected_on": "1926-01-01"}, "A day is expected between"),
        ({"expected_on": "soon"}, "Enter a valid date"),
        ({"reference": "x\u202e"}, "invisible character"),
        ({"source": "999999"}, "valid choice"),
    ],
)
def test_what_is_no_supply_is_refused_by_its_field(admin_client: Client, typed: dict[str, str], why: str) -> None:
    supply = expected_supply(product_with_stock(), 40, received=15)
    fields = filled_form(admin_client.get(page_of(supply)))
    answer = admin_client.post(page_of(supply), {**fields, **typed})
    assert answer.status_code == 200
    assert why in admin_text(answer)
    assert IncomingSupply.objects.get().quantity == 40


def test_it_does_not_become_the_same_as_another(admin_client: Client) -> None:
    bag = product_with_stock()
    first, second = (expected_supply(bag, 40, days=days) for days in (4, 9))
    fields = filled_form(admin_client.get(page_of(second)))
    answer = admin_client.post(page_of(second), {**fields, "expected_on": str(first.expected_on)})
    assert "Another supply of this product" in admin_text(answer)


def test_the_rest_of_the_ticked_is_closed_and_of_what_came_nothing(admin_client: Client) -> None:
    every = one_in_each_state()
    ticked = [every[state].pk for state in ("Late", "Received")]
    answer = admin_client.post(LIST, {"action": "close_rest", "_selected_action": ticked}, follow=True)
    assert "1 supply has been closed." in admin_text(answer)
    closed = set(IncomingSupply.objects.filter(is_closed=True).values_list("pk", flat=True))
    assert closed == {every["Late"].pk, every["Closed"].pk}


def test_what_is_narrowed_is_exported_and_can_be_read_again(admin_client: Client) -> None:
    every = one_in_each_state()
    answer: Any = admin_client.get(f"{LIST}grid/export/csv/", {"state": "Late"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["Quantity"], row["Status"], row["Outstanding"]) for row in rows] == [("40", "Late", "40")]
    assert rows[0]["SKU"] == every["Late"].product.sku
    again = typed_supply(text, Unsaid()).rows
    assert [(row.sku, row.source_code, row.expected_on) for row in again] == [
        (every["Late"].product.sku, every["Late"].source.code, every["Late"].expected_on)
    ]


def test_a_search_finds_sku_name_and_reference(admin_client: Client) -> None:
    every = one_in_each_state()
    found = admin_client.get(LIST, {"q": "po-9"}).context["cl"].result_list
    assert [row.pk for row in found] == [every["Closed"].pk]


def test_the_list_asks_a_constant_number_of_queries(admin_client: Client, django_assert_num_queries: Any) -> None:
    for count in (1, 29):
        for _ in range(count):
            IncomingSupply.objects.create(
                product=product_with_stock(), source=default_source(), quantity=Decimal(4), expected_on=localdate()
            )
        with django_assert_num_queries(8):
            admin_client.get(LIST)


def test_the_page_of_one_says_in_which_deliveries_it_came(admin_client: Client, admin_user: User) -> None:
    bag = product_with_stock()
    supply, other = expected_supply(bag, 40), expected_supply(product_with_stock(), 4)
    delivery = book_delivery(
        source=default_source(), units={bag: Decimal(25)}, key="one", by=admin_user, now=timezone.now()
    )
    page = admin_client.get(f"/admin/catalog/incomingsupply/{supply.pk}/change/")
    assert f"Delivery #{delivery.number}" in page.text
    assert "admin: 25 of 40 came, 15 remained expected" in " ".join(page.text.split())
    assert "Nothing has come yet." in admin_client.get(f"/admin/catalog/incomingsupply/{other.pk}/change/").text
