"""The bell, and the list behind it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import LowStockNotice, LowStockRead, Product, SourceItem
from inventory_site.roles import ROLES
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/lowstocknotice/"


def member_of(role: str) -> User:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def low(*skus: str) -> list[Product]:
    """Return products that have just fallen from 25 to 3; their level is 10."""
    made = [product_with_stock(sku=sku, quantity=25, notify_stock_qty=10) for sku in skus]
    for product in made:
        SourceItem.objects.filter(product=product).update(quantity=3)
        # As if each had been a transaction of its own.
        LowStockNotice.objects.filter(product=product).update(crossed_in=product.pk)
    return made


def count(client: Client) -> str:
    return str(client.get(f"{LIST}new/").json()["text"])


def rows_of(response: Any) -> list[list[str]]:
    cl = response.context["cl"]
    return [[str(row.product.sku), cl.model_admin.is_new(row)] for row in cl.result_list]


def test_a_write_is_one_line_that_says_all_that_fell(admin_client: Client) -> None:
    low("A")
    page = admin_client.get(LIST).content.decode()
    assert "3 at Default Source (notify level 10)" in page
    assert "3 free in Default Stock (notify level 10)" in page
    assert "Still low" in page
    assert count(admin_client) == "1"


def test_its_file_tells_the_moment_as_a_moment(admin_client: Client) -> None:
    low("A")
    LowStockNotice.objects.update(crossed_at="2026-11-29T09:05Z")
    answer: Any = admin_client.get(f"{LIST}grid/export/csv/", {"columns": "sku.crossed"})
    assert b"".join(answer.streaming_content).decode().splitlines() == ["SKU,When", "A,2026-11-29T09:05:00+00:00"]


def test_the_newest_is_first_and_those_above_their_level_again_say_so(admin_client: Client) -> None:
    first, _ = low("A", "B")
    LowStockNotice.objects.filter(product=first).update(ended_at="2026-11-01T12:00Z")
    response = admin_client.get(LIST)
    assert rows_of(response) == [["B", "New"], ["A", "New"]]
    assert "Above it since Nov 1, 2026, 12:00" in response.content.decode()


def test_marking_as_read_is_for_oneself_and_leaves_what_came_since(admin_client: Client, client: Client) -> None:
    low("A")
    latest = admin_client.get(LIST).context["latest"]
    low("B")
    for _ in range(2):
        assert admin_client.post(f"{LIST}read/", {"up_to": latest}).status_code == 302
    assert rows_of(admin_client.get(LIST)) == [["B", "New"], ["A", ""]]
    client.force_login(member_of("Viewer"))
    assert (count(admin_client), count(client)) == ("1", "2")


def test_nonsense_marks_nothing(admin_client: Client) -> None:
    low("A")
    for typed in ("", "x", "-1", "9" * 30):
        admin_client.post(f"{LIST}read/", {"up_to": typed})
    assert admin_client.get(f"{LIST}read/").status_code == 405
    assert not LowStockRead.objects.exists()


def test_the_bell_stops_counting_at_a_hundred(admin_client: Client) -> None:
    low(*(f"S{n}" for n in range(101)))
    assert count(admin_client) == "99+"


def test_news_of_last_month_is_no_news(admin_client: Client) -> None:
    low("A")
    LowStockNotice.objects.update(crossed_at="2020-01-01T00:00Z")
    assert count(admin_client) == ""
    assert rows_of(admin_client.get(LIST)) == [["A", ""]]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_role_that_sees_products_hears_the_bell(client: Client, role: Any) -> None:
    low("A")
    client.force_login(member_of(role.name))
    assert 'data-bell="/admin/catalog/lowstocknotice/new/"' in client.get("/admin/").content.decode()
    assert (client.get(LIST).status_code, count(client)) == (200, "1")


def test_who_sees_no_products_hears_no_bell(client: Client) -> None:
    user = User.objects.create_user("nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_category"))
    client.force_login(user)
    assert "data-bell" not in client.get("/admin/").content.decode()
    assert [client.get(f"{LIST}{page}").status_code for page in ("", "new/")] == [403, 403]
    assert client.post(f"{LIST}read/", {"up_to": "9"}).status_code == 403


def test_a_notice_leads_to_its_product_and_changes_nothing(admin_client: Client) -> None:
    (bag,) = low("A")
    notice = LowStockNotice.objects.first()
    assert notice is not None
    assert admin_client.get(f"{LIST}{notice.pk}/change/").headers["Location"].endswith(f"product/{bag.pk}/change/")
    assert admin_client.post(f"{LIST}{notice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{LIST}add/").status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_notices(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    low(*(f"S{n}" for n in range(rows)))
    with django_assert_num_queries(10):
        assert len(admin_client.get(LIST).context["cl"].result_list) == rows
    with django_assert_num_queries(3):
        count(admin_client)
