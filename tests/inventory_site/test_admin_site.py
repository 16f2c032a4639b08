from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.test import Client, RequestFactory

from backorders.models import Order
from backorders.rules.order_status import OrderStatus
from catalog.models import Stock
from inventory_site.admin_menu import MENU, MenuItem, sidebar
from inventory_site.admin_site import SalableAdminSite
from tests.factories.catalog import ReservationFactory, default_website, product_with_stock

pytestmark = pytest.mark.django_db


def titles(user: User | AnonymousUser) -> dict[str, list[str]]:
    request = RequestFactory().get("/admin/")
    request.user = user
    return {group["title"]: [item["title"] for item in group["items"]] for group in sidebar(request)}


def place_order() -> Order:
    order = Order.objects.create(
        website=default_website(),
        stock=Stock.objects.default(),
        status=OrderStatus.PROCESSING.value,
        email="shopper@example.org",
        currency="USD",
        total=Decimal(10),
        placed_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    order.refresh_from_db()  # the database gives the number
    return order


def test_admin_is_ours() -> None:
    assert isinstance(admin.site, SalableAdminSite)


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/catalog/configurationvalue/"])
def test_admin_lets_alpine_work_and_nothing_from_elsewhere(admin_client: Client, path: str) -> None:
    policy = (Client() if "login" in path else admin_client).get(path).headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval';" in policy
    assert "default-src 'self';" in policy


def test_everything_but_the_admin_keeps_the_strict_policy(client: Client) -> None:
    assert "unsafe" not in client.get("/no-such-page/").headers["Content-Security-Policy"]


def test_login_without_a_destination_leads_to_the_dashboard(client: Client) -> None:
    User.objects.create_superuser("merchant", password="merchant")
    page = client.get("/admin/login/").content.decode()
    assert 'action="/admin/login/?next=/admin/"' in page
    answer = client.post("/admin/login/?next=/admin/", {"username": "merchant", "password": "merchant"})
    assert answer.headers["Location"] == "/admin/"


def test_sidebar_has_the_guides_groups_in_order(admin_user: User) -> None:
    found = titles(admin_user)
    assert list(found) == [title for title, _ in MENU if title in found]
    assert "Configuration" in found["Stores"]


@pytest.mark.parametrize(
    ("path", "open_screens"),
    [
        ("/admin/", ["Dashboard"]),
        ("/admin/backorders/order/", ["Orders"]),
        ("/admin/backorders/order/backorders/", ["Backorders"]),
        ("/admin/password_change/", []),
    ],
)
def test_sidebar_marks_the_one_screen_that_is_open(admin_client: Client, path: str, open_screens: list[str]) -> None:
    groups = admin_client.get(path, follow=True).context["sidebar_navigation"]
    assert [item["title"] for group in groups for item in group["items"] if item["active"]] == open_screens


def test_sidebar_hides_what_a_member_of_staff_may_not_see() -> None:
    staff = User.objects.create_user("staff", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="view_configurationvalue"))
    assert titles(staff) == {"": ["Dashboard"], "Stores": ["Configuration"]}


def test_sidebar_hides_a_screen_that_is_not_there(admin_user: User) -> None:
    request = RequestFactory().get("/admin/")
    request.user = admin_user
    assert MenuItem("Nowhere", "question_mark", "no_such_screen").link(request) == ""


def test_dashboard_counts_what_must_be_done(admin_client: Client) -> None:
    bag = product_with_stock(quantity=2, backorders=1, min_qty=-50)
    product_with_stock(quantity=0)
    ReservationFactory.create(product=bag, quantity=Decimal("-4.5"))
    order = place_order()
    context = admin_client.get("/admin/").context
    numbers = {card.title: card.number for group in context["groups"] for card in group.cards}
    assert {title: number for title, number in numbers.items() if number != "0"} == {
        "Orders to process": "1",
        "Units owed": "2.5",
        "Available on backorder": "1",
        "Out of Stock": "1",
        "Low stock": "3",
        "Last inventory check": "None",
    }
    assert [order.number for order in context["last_orders"]] == [order.number]


def test_dashboard_shows_nothing_that_may_not_be_seen() -> None:
    client = Client()
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_configurationvalue"))
    client.force_login(user)
    context = client.get("/admin/").context
    assert (context["groups"], context["last_orders"]) == ((), None)


def test_who_has_no_role_is_told_so_and_sees_nothing_else(client: Client) -> None:
    place_order()
    client.force_login(User.objects.create_user("newcomer", is_staff=True))
    page = client.get("/admin/")
    text = page.content.decode()
    assert (page.status_code, "Your account has no role yet." in text) == (200, True)
    assert "Ask an administrator" in text
    assert [word for word in ("data-bell", "Search apps", "Units owed") if word in text] == []
    for path in ("search/?s=order", "backorders/order/", "autocomplete/", "catalog/lowstocknotice/new/", "nowhere/"):
        answer = client.get(f"/admin/{path}")
        assert (answer.status_code, "Your account has no role yet." in answer.content.decode()) == (403, True)


def test_who_has_no_role_can_change_the_password_and_log_out(client: Client) -> None:
    client.force_login(User.objects.create_user("newcomer", is_staff=True))
    assert client.get("/admin/password_change/").status_code == 200
    assert client.post("/admin/logout/").status_code in {200, 302}


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_login_with_an_unsafe_destination_leads_to_the_dashboard(client: Client, elsewhere: str) -> None:
    User.objects.create_superuser("merchant", password="merchant")
    answer = client.post(
        "/admin/login/",
        {"username": "merchant", "password": "merchant", "next": elsewhere},
        query_params={"next": elsewhere},
    )
    assert answer.headers["Location"] == "/admin/"


def test_logging_out_tells_the_browser_to_forget(admin_client: Client) -> None:
    """Only the visitor's own click does: an address that a stranger lets him open by GET clears nothing."""
    assert "Clear-Site-Data" not in admin_client.get("/admin/logout/").headers
    assert admin_client.post("/admin/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'
