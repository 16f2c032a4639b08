"""Customers > All Customers, the page of one, and a staff order made for one."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.buyer import buyers, buyers_like
from backorders.queries.order_search import is_customer
from catalog.models import Customer, CustomerGroup, Product
from catalog.queries.customer import group_of
from inventory_site.roles import ROLES
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.create_order import PAGE, hidden, submitted, typed
from tests.factories.catalog import product_with_stock
from tests.factories.shoppers import shopper
from tests.inventory_site.people.test_duties import member

pytestmark = pytest.mark.django_db
GRID = "/admin/backorders/buyer/"


@pytest.fixture
def bag() -> Product:
    return product_with_stock(sku="BAG", quantity=60, price=10)


def order(bag: Product, email: str = "ada@example.org", **fields: Any) -> Order:
    placed = place_order(lines={bag: 1}, email=email, customer_name="Ada Brandt", by=None, now=timezone.now())
    Order.objects.filter(pk=placed.pk).update(**fields)
    return placed


def set_group(client: Client, of: Order, group: str, *, shown: str = "") -> Any:
    return client.post(
        reverse("admin:backorders_buyer_group", args=(of.pk,)), {"group": group, "shown": shown}, follow=True
    )


@pytest.mark.parametrize("count", [1, 30])
def test_the_grid_asks_as_much_for_thirty_customers_as_for_one(
    admin_client: Client, bag: Product, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        order(bag, f"b{number}@example.org")
    with django_assert_max_num_queries(17):
        assert admin_text(admin_client.get(GRID)).count("Ada Brandt") == count


def test_the_page_is_found_by_any_order_of_the_customer(admin_client: Client, bag: Product) -> None:
    first, second = order(bag), order(bag, "ADA@example.org")
    order(bag, "bo@example.org")
    for one in (first, second):
        page = admin_text(admin_client.get(f"{GRID}{one.pk}/change/"))
        assert f"#{first.number}" in page
        assert f"#{second.number}" in page
        assert "Orders 2" in page
    assert admin_client.get(f"{GRID}{0}/change/").status_code == 404
    assert admin_client.get(f"{GRID}none/change/").status_code == 404


def test_one_of_several_customers_gets_a_group_once_and_nobody_elses_is_overwritten(
    admin_client: Client, bag: Product
) -> None:
    ada, bo = order(bag), order(bag, "bo@example.org")
    assert "ada@example.org is now in the group Wholesale." in admin_text(set_group(admin_client, ada, "2"))
    assert "was already in the group Wholesale" in admin_text(set_group(admin_client, ada, "2"))
    # Another tab still shows NOT LOGGED IN.
    assert "Somebody else has put this customer into Wholesale" in admin_text(set_group(admin_client, ada, "3"))
    assert (group_of("ada@example.org"), group_of(bo.email)) == ("2", "0")
    assert "Please choose a customer group." in admin_text(set_group(admin_client, bo, "99"))
    set_group(admin_client, ada, "", shown="2")
    assert not Customer.objects.exists()


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_each_role_sees_customers_and_customer_service_sets_groups(client: Client, bag: Product, role: str) -> None:
    user = User.objects.create_user("member", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    ada = order(bag)
    page = client.get(f"{GRID}{ada.pk}/change/")
    may = role == "Customer service"
    assert (page.status_code, 'name="group"' in page.text, "Create New Order" in page.text) == (200, may, may)
    set_group(client, ada, "2")
    assert group_of(ada.email) == ("2" if may else "0")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("group=2", ["ada"]),
        ("group=0", ["bo"]),
        ("owed=1", []),
        ("owed=0", ["ada", "bo"]),
        ("q=BO%40", ["bo"]),
        ("q=brandt+bo", ["bo"]),
        ("q=randt", []),
    ],
)
def test_filters_and_search_keep_whom_they_name(
    admin_client: Client, bag: Product, asked: str, found: list[str]
) -> None:
    order(bag)
    order(bag, "bo@example.org")
    Customer.objects.create(email="ada@example.org", group=CustomerGroup.objects.get(code="2"))
    page = admin_client.get(f"{GRID}?{asked}").text
    assert sorted(set(re.findall(r">(ada|bo)@example\.org<", page))) == found


def test_a_staff_order_is_made_for_a_customer_who_is_found(admin_client: Client, bag: Product) -> None:
    order(bag, street="Kaistr. 1", postcode="20095", city="Hamburg", country="DE")
    order(bag, "bo@example.org")
    shown = admin_client.post(PAGE, typed(("BAG", 2), do="customers", customer_search="BRANDT", customer_name=""))
    assert "bo@example.org" in shown.text
    pk = Order.objects.get(email="ada@example.org").pk
    sent = typed(("BAG", 2), do=f"customer:{pk}", customer_name="Typo", email="typo@example.org", street="x")
    taken = admin_client.post(PAGE, {**sent, "checkout": hidden(shown, "checkout")})
    assert [hidden(taken, name) for name in ("email", "customer_name", "street", "postcode", "city")] == [
        "ada@example.org",
        "Ada Brandt",
        "Kaistr. 1",
        "20095",
        "Hamburg",
    ]
    # What was typed of the products is still there.
    assert hidden(taken, "qty") == "2"


def test_a_customers_page_leads_to_an_order_for_him_in_his_group(admin_client: Client, bag: Product) -> None:
    ada = order(bag, street="Kaistr. 1", city="Hamburg", country="DE")
    page = admin_client.get(f"{PAGE}?customer={ada.pk}")
    assert (hidden(page, "email"), hidden(page, "city")) == ("ada@example.org", "Hamburg")
    assert "no order any more" in admin_client.get(f"{PAGE}?customer=999999").text
    set_group(admin_client, ada, "2")
    submitted(admin_client, ("BAG", 2))
    assert Order.objects.latest("pk").customer_group == "2"


def test_members_of_a_group_are_listed_before_their_first_order_and_once(admin_client: Client) -> None:
    at = "/admin/catalog/customer/"
    wholesale = CustomerGroup.objects.get(code="2")
    sent = {"email": "new@example.org", "group": wholesale.pk}
    assert admin_client.post(f"{at}add/", sent).status_code == 302
    again = admin_client.post(f"{at}add/", {**sent, "email": "NEW@example.org"})
    assert "This address is in a group already." in again.text
    assert "This field is required." in admin_client.post(f"{at}add/", {**sent, "email": ""}).text
    assert group_of("new@example.org") == "2"
    members = admin_client.get("/admin/catalog/customergroup/").text
    assert f"{at}?group=2" in members
    assert "new@example.org" in admin_client.get(f"{at}?group=2").text
    assert "new@example.org" not in admin_client.get(f"{at}?group=3").text


def test_staff_see_whether_a_customer_has_an_account(admin_client: Client, bag: Product) -> None:
    shopper("ada@example.org")
    shopper("bo@example.org", is_confirmed=False)
    ada, bo = order(bag, "Ada@Example.org"), order(bag, "bo@example.org")
    said = [admin_text(admin_client.get(f"{GRID}{each.pk}/change/")) for each in (ada, bo)]
    assert ["Account Yes" in page for page in said] == [True, False]
    grid = admin_text(admin_client.get(GRID))
    assert ("NOT LOGGED IN Yes 1" in grid, "NOT LOGGED IN - 1" in grid) == (True, True)


def test_addresses_of_customers_are_for_who_sees_orders(client: Client, bag: Product) -> None:
    """Who sees settings sees the groups, with their members counted; no address, not even where a group is deleted."""
    order(bag)
    trade = CustomerGroup.objects.create(code="7", name="Trade")
    Customer.objects.create(email="ada@example.org", group=trade)
    for codes, sees in ((("see_settings", "edit_customer_groups"), False), (("see_settings", "see_orders"), True)):
        client.force_login(member(*codes))
        groups = client.get("/admin/catalog/customergroup/")
        assert ("Trade 1" in admin_text(groups), "/admin/catalog/customer/?group=7" in groups.text) == (True, sees)
        assert (client.get("/admin/catalog/customer/").status_code == 200) == sees
        pages = (
            f"/admin/catalog/customergroup/{trade.pk}/delete/",
            "/admin/catalog/customer/",
            GRID,
            "/admin/search/?s=ada",
        )
        assert any("ada@example.org" in client.get(page).text for page in pages) == sees
    client.force_login(member("see_settings", "edit_customer_groups"))
    answer = client.post(f"/admin/catalog/customergroup/{trade.pk}/delete/", {"post": "yes"}, follow=True)
    assert "Trade has customers and could not be deleted." in admin_text(answer)
    taker = User.objects.create_user("taker", is_staff=True)
    taker.user_permissions.set(Permission.objects.filter(codename="add_order"))
    client.force_login(taker)
    for sent in ({"do": "customers", "customer_search": "ada"}, {"do": f"customer:{Order.objects.get().pk}"}):
        assert (
            "Ada Brandt" not in client.post(PAGE, typed(("BAG", 1), **{**sent, "customer_name": "", "email": ""})).text
        )


def test_customers_are_found_by_words_from_an_index(bag: Product) -> None:
    order(bag)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = buyers().filter(is_customer("brandt")).explain()
    assert "order_customer_words" in plan
    assert [buyer.email for buyer in buyers_like("BRAN ada", first=3)] == ["ada@example.org"]
    assert not buyers_like("   ", first=3)
