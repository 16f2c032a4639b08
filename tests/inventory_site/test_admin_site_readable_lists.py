"""Every list of the admin: ticked rows whose id is none, filters that are none, ids in addresses that are none."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from catalog.models import Product, Source
from tests.factories.catalog import SourceFactory, product_with_stock

pytestmark = pytest.mark.django_db

NO_IDS = ("1e5", "x", "", "99999999999999999999", "9" * 500, "\0", "1.5", "NaN", "[1]")
QUERIES = ("p=-1&o=x.y", "q=%00&p=9999999", "_to_field=", "nothing=1&all=x")


def lists() -> list[tuple[str, Any]]:
    named = {f"{m._meta.app_label}_{m._meta.model_name}": screen for m, screen in admin.site._registry.items()}  # noqa: SLF001
    return [(name, screen) for name, screen in named.items() if "_configurationvalue" not in name]


@pytest.fixture
def staff(admin_client: Client) -> Client:
    admin_client.raise_request_exception = False
    product_with_stock(quantity=5, sku="BAG")
    return admin_client


def test_a_ticked_row_whose_id_is_none_is_no_row_in_any_list(staff: Client) -> None:
    for name, screen in lists():
        for action in ("delete_selected", *(a if isinstance(a, str) else a.__name__ for a in screen.actions or ())):
            data = {"action": action, "_selected_action": NO_IDS}
            assert staff.post(reverse(f"admin:{name}_changelist"), data).status_code < 500, (name, action)
    assert Product.objects.exists()


def test_of_several_ticked_rows_those_that_are_some_count(staff: Client) -> None:
    first, second = SourceFactory.create(), SourceFactory.create()
    address = reverse("admin:catalog_source_changelist")
    data = {"action": "disable", "_selected_action": ["1e5", str(second.pk)]}
    asked: Any = staff.post(address, data)
    staff.post(address, data | {"post": "yes", "seen": asked.context["seen"]})
    assert (Source.objects.get(pk=first.pk).is_enabled, Source.objects.get(pk=second.pk).is_enabled) == (True, False)


@pytest.mark.parametrize("query", QUERIES)
def test_an_address_that_makes_no_sense_breaks_no_list_and_no_export(staff: Client, query: str) -> None:
    for name, screen in lists():
        own = [pattern.name for pattern in screen.get_urls() if pattern.name and not pattern.pattern.converters]
        for each in own:
            answer = staff.get(reverse(f"admin:{each}"), QUERY_STRING=query)
            assert answer.status_code < 500, (name, each)


@pytest.mark.parametrize("bad", ["1e5", "99999999999999999999"])
def test_an_id_that_is_none_finds_nothing_on_any_screen(staff: Client, bad: str) -> None:
    for name, _ in lists():
        for kind in ("change", "delete", "history"):
            answer = staff.get(reverse(f"admin:{name}_{kind}", args=[bad]))
            assert answer.status_code in {302, 403, 404}, (name, kind)
