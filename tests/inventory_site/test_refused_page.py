"""What is refused, missing or broken says so on a page of its own house, with a way back: the admin's or the shop's."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from inventory_site.error_pages.pages import bad_request, server_error
from inventory_site.urls import handler400, handler403, handler404, handler500
from inventory_site.urls import urlpatterns as site_urls
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(request.path)


urlpatterns = [path("broken/", broken), path("admin/broken/", broken), *site_urls]
__all__ = ["handler400", "handler403", "handler404", "handler500"]


@pytest.fixture
def staff(client: Client) -> Client:
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_category"))
    client.force_login(user)
    client.raise_request_exception = False
    return client


def test_a_refused_page_says_that_a_role_is_needed_and_who_lacks_it(staff: Client) -> None:
    answer = staff.get(reverse("admin:backorders_backorder_desk"))
    assert answer.status_code == 403
    assert "You need a role for this page" in answer.content.decode()
    assert "You are logged in as <strong>viewer</strong>." in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()
    assert "Back to the shop" not in answer.content.decode()


def test_a_refused_page_draws_no_menu_and_needs_no_script(staff: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = staff.get(reverse("admin:backorders_backorder_desk"))
    assert len(asked) == 4
    assert "<script" not in answer.content.decode()
    assert "unsafe-eval" not in answer["Content-Security-Policy"]


def test_a_missing_screen_of_the_admin_runs_under_the_admins_policy(staff: Client) -> None:
    answer = staff.get("/admin/catalog/nothing/")
    assert "unsafe-eval" in answer["Content-Security-Policy"]


def test_a_missing_screen_leads_back_to_the_dashboard(staff: Client) -> None:
    answer = staff.get("/admin/catalog/nothing/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert "Back to the dashboard" in answer.content.decode()


def test_an_address_that_leads_nowhere_breaks_for_nobody(staff: Client) -> None:
    for visitor in (Client(raise_request_exception=False), staff):
        answer = visitor.get("/admin/catalog/product/%0D%0AX:1/")
        assert (answer.status_code, "There is no such page" in answer.content.decode()) == (404, True)


def test_no_row_of_any_table_is_jumped_to(admin_client: Client) -> None:
    assert admin_client.get("/admin/r/1/1/").status_code == 404


def test_a_missing_page_of_the_shop_leads_back_to_the_shop(client: Client) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "Back to the shop" in page_text(answer)


@pytest.mark.urls("tests.inventory_site.test_refused_page")
@pytest.mark.parametrize(("address", "back"), [("/broken/", "Back to the shop"), ("/admin/broken/", "dashboard")])
def test_a_broken_page_is_that_of_its_house(staff: Client, address: str, back: str) -> None:
    answer = staff.get(address)
    assert answer.status_code == 500
    assert back in page_text(answer)


@pytest.mark.parametrize(("address", "back"), [("/", "Back to the shop"), ("/admin/", "Back to the dashboard")])
def test_what_cannot_be_read_is_refused_without_asking_anybody(address: str, back: str) -> None:
    request = HttpRequest()
    request.path_info = address
    for answer in (bad_request(request, ValueError()), server_error(request)):
        assert back in page_text(answer)


def test_a_page_of_the_shop_that_is_sent_a_form_leads_back_to_the_shop(client: Client) -> None:
    answer = client.post("/search/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "Nothing can be sent here" in page_text(answer)
    assert "Back to the shop" in page_text(answer)


@pytest.mark.parametrize("address", ["/cart/add/", "/store-view/"])
def test_a_form_of_the_shop_that_is_opened_as_a_page_leads_on(client: Client, address: str) -> None:
    assert client.get(address, follow=True).status_code == 200


def test_a_form_of_the_admin_that_is_opened_as_a_page_leads_back_to_the_dashboard(admin_client: Client) -> None:
    answer = admin_client.get("/admin/catalog/lowstocknotice/read/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to see here" in answer.content.decode()
    assert "Back to the dashboard" in answer.content.decode()


def test_a_program_reads_no_page(client: Client) -> None:
    answer = client.put("/search/")
    assert (answer.status_code, answer.content) == (405, b"")
