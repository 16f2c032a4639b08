"""Ctrl+K: one search for screens, orders, products, customers and settings; each role finds what it may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from backorders.models import Order
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def found(client: Client, typed: str) -> list[tuple[str, str]]:
    answer: Any = client.get("/admin/search/", {"s": typed})
    assert answer.status_code == 200
    return [(each.title, each.description) for each in answer.context["results"]] if answer.content else []


def umbrella(name: str = "Ada Lovelace", email: str = "ada@example.org") -> Order:
    bag = product_with_stock(sku="UM-1", name="Umbrella Stand", quantity=9)
    return place_order(lines={bag: 1}, email=email, customer_name=name, by=None, now=timezone.now())


def test_products_are_found_by_the_words_of_name_and_sku(admin_client: Client) -> None:
    umbrella()
    assert found(admin_client, "UMBREL") == [("Umbrella Stand", "Product, SKU UM-1")]
    assert found(admin_client, "um-1") == [("Umbrella Stand", "Product, SKU UM-1")]


def test_an_order_is_found_by_its_number_however_it_is_written(admin_client: Client) -> None:
    order = umbrella()
    told = [(f"Order #{order.number}", "Ada Lovelace, Pending Payment, USD 10.00")]
    for typed in (f"#{order.number}", order.number, str(order.pk)):
        assert found(admin_client, typed) == told, typed
    assert found(admin_client, "99999999999999999999") == found(admin_client, "#0") == []


def test_a_customer_is_found_with_the_orders(admin_client: Client) -> None:
    order = umbrella()
    titles = [each[0] for each in found(admin_client, "lovelace")]
    assert titles == [f"Order #{order.number}", "Ada Lovelace"]
    answer: Any = admin_client.get("/admin/search/", {"s": "ADA@example.org"})
    link = next(each.link for each in answer.context["results"] if each.icon == "person")
    assert link == f"/admin/backorders/buyer/{order.pk}/change/"


def test_a_customer_is_named_once_as_in_the_latest_order(admin_client: Client) -> None:
    bag = product_with_stock(quantity=9)
    now = timezone.now()
    for hours, (email, name) in enumerate(
        [
            ("ada@example.org", "Zoe Old"),
            ("ada@example.org", "Ada New"),
            ("bo@example.org", ""),
            ("ada@example.org", ""),
        ]
    ):
        place_order(lines={bag: 1}, email=email, customer_name=name, by=None, now=now + timedelta(hours=hours))
    people = [each for each in found(admin_client, "example.org") if each[1].startswith("Customer")]
    assert people == [("Ada New", "Customer, ada@example.org"), ("bo@example.org", "Customer, bo@example.org")]


def test_screens_and_settings_are_found_and_lead_to_their_place(admin_client: Client) -> None:
    answer: Any = admin_client.get("/admin/search/", {"s": "out-of-stock threshold"})
    (setting,) = answer.context["results"]
    page, _, place = setting.link.partition("#")
    assert f'id="{place}"' in admin_client.get(page).content.decode()
    assert ("Ready to ship", "Sales") in found(admin_client, "ready")


@pytest.mark.parametrize(
    ("right", "kinds"),
    [
        ("view_order", {"receipt_long", "pending_actions", "person", "query_stats"}),
        ("view_product", {"inventory_2"}),
        ("view_configurationvalue", {"tune"}),
        ("view_website", set[str]()),
    ],
)
def test_each_finds_only_what_he_may_see(client: Client, right: str, kinds: set[str]) -> None:
    umbrella(name="Backorders Umbrella", email="backorders@example.org")
    staff = User.objects.create_user("ada", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename=right))
    client.force_login(staff)
    icons: set[str] = set()
    for typed in ("backorders", "umbrella"):
        answer: Any = client.get("/admin/search/", {"s": typed})
        icons |= {each.icon for each in answer.context["results"]}
    assert icons == kinds


def test_a_right_that_was_taken_finds_nothing_at_once(client: Client) -> None:
    umbrella()
    staff = User.objects.create_user("ada", is_staff=True)
    staff.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(staff)
    assert len(found(client, "umbrella")) == 1
    staff.groups.clear()
    staff.user_permissions.set(Permission.objects.filter(codename="view_website"))
    assert found(client, "umbrella") == []


@pytest.mark.parametrize("typed", ["", "  ", "\0", "%", "x" * 500, "'; --", "#", "\ufeff=", "e"])
def test_nonsense_finds_nothing_and_breaks_nothing(admin_client: Client, typed: str) -> None:
    umbrella()
    assert all(title != "Umbrella Stand" for title, _ in found(admin_client, typed))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_search_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        place_order(
            lines={product_with_stock(name="Umbrella", quantity=3): 1},
            email=f"umbrella{number}@example.org",
            by=None,
            now=timezone.now(),
        )
    with django_assert_num_queries(6):  # session, person, words, orders, words, products
        admin_client.get("/admin/search/", {"s": "umbrella"})
