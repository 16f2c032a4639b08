from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from backorders.actions.place_order import place_order
from catalog.models import Customer, CustomerGroup, SalesChannel, Stock, StoreView, Website
from catalog.rules.product_setting import MIN_SALE_QTY
from tests.factories.catalog import (
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    configure,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

WEBSITES, VIEWS, GROUPS = (f"/admin/catalog/{model}/" for model in ("website", "storeview", "customergroup"))


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors_of(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


def test_new_website_sells_from_the_default_stock(admin_client: Client) -> None:
    fields = {"name": "Europe", "code": "europe", "currency": "eur"}
    response = admin_client.post(f"{WEBSITES}add/", fields)
    website = Website.objects.get(code="europe")
    assert (response.status_code, said(response)) == (302, ["You saved the website."])
    assert (website.currency, website.is_default, Stock.objects.of_website(website).is_default) == ("EUR", False, True)


def test_website_that_is_edited_keeps_its_stock(admin_client: Client) -> None:
    website = WebsiteFactory.create()
    stock = StockFactory.create(website=website)
    admin_client.post(f"{WEBSITES}{website.pk}/change/", {"name": "New", "code": website.code, "currency": "USD"})
    assert (Website.objects.get(pk=website.pk).name, Stock.objects.of_website(website)) == ("New", stock)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("code", text) for text in ("", "base", "Big", "1st", "a b", "ä", "a" * 33, "a\x00", "-a", "a/b")),
        *(("currency", text) for text in ("", "EURO", "E1R", "€", "EU", "XYZ", "BTC")),
        *(("name", text) for text in ("", "n" * 101, "a\x00b")),
    ],
)
def test_website_refuses_bad_input_at_its_field(admin_client: Client, field: str, typed: str) -> None:
    fields = {"name": "Europe", "code": "europe", "currency": "EUR"} | {field: typed}
    response = admin_client.post(f"{WEBSITES}add/", fields)
    assert (response.status_code, list(errors_of(response)), Website.objects.count()) == (200, [field], 1)


def test_default_website_and_one_with_orders_stay(admin_client: Client) -> None:
    website = WebsiteFactory.create(name="Europe")
    SalesChannel.objects.create(website=website, stock=Stock.objects.default())
    product = product_with_stock(quantity=5, websites=[website])
    place_order(lines={product: 1}, email="shopper@example.org", website=website, by=None, now=timezone.now())
    answers = [
        said(admin_client.post(f"{WEBSITES}{pk}/delete/", {"post": "yes"}))[-1]
        for pk in (default_website().pk, website.pk)
    ]
    assert answers == [
        "Main Website is the default website and could not be deleted.",
        "Europe has orders and could not be deleted.",
    ]
    assert Website.objects.count() == 2


def test_website_without_orders_is_deleted_with_its_store_views(admin_client: Client) -> None:
    view = StoreViewFactory.create(website=WebsiteFactory.create(name="Europe"))
    response = admin_client.post(f"{WEBSITES}{view.website.pk}/delete/", {"post": "yes"})
    assert said(response) == ["You deleted Europe."]
    assert (Website.objects.count(), StoreView.objects.count()) == (1, 1)


def test_store_view_is_made_with_its_host_name_as_browsers_send_it(admin_client: Client) -> None:
    fields = {"website": default_website().pk, "name": "German", "code": "german", "host": " MÜNCHEN.localhost. "}
    response = admin_client.post(f"{VIEWS}add/", fields)
    assert said(response) == ["You saved the store view."]
    assert StoreView.objects.get(code="german").host == "xn--mnchen-3ya.localhost"


def test_host_name_that_the_server_does_not_answer_to_is_told(admin_client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    fields = {"website": default_website().pk, "name": "German", "code": "german", "host": "shop.example.org"}
    response = admin_client.post(f"{VIEWS}add/", fields)
    assert "The server does not answer to shop.example.org yet: add it to ALLOWED_HOSTS." in said(response)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("code", text) for text in ("", "default", "Big", "a b", "a\x00")),
        *(
            ("host", text)
            for text in ("https://shop.example", "shop.example:80", "a b", "-a.example", "a..b", "x" * 254)
        ),
        *(("host", text) for text in ("taken.example", "TAKEN.example", "a\x00", "a" * 64 + ".example", "*.example")),
        *(("website", text) for text in ("", "0", "-1", "999999", "base", "9" * 40)),
        ("name", ""),
    ],
)
def test_store_view_refuses_bad_input_at_its_field(admin_client: Client, field: str, typed: str) -> None:
    StoreViewFactory.create(host="taken.example", website=default_website())
    fields = {"website": default_website().pk, "name": "German", "code": "german", "host": ""} | {field: typed}
    response = admin_client.post(f"{VIEWS}add/", fields)
    assert (response.status_code, list(errors_of(response)), StoreView.objects.count()) == (200, [field], 2)


def test_store_view_stays_on_its_website(admin_client: Client) -> None:
    view = StoreViewFactory.create(website=default_website())
    fields = {"website": WebsiteFactory.create().pk, "name": "New", "code": view.code, "host": ""}
    admin_client.post(f"{VIEWS}{view.pk}/change/", fields)
    view.refresh_from_db()
    assert (view.name, view.website) == ("New", default_website())


def test_default_store_view_stays(admin_client: Client) -> None:
    view = StoreView.objects.get()
    response = admin_client.post(f"{VIEWS}{view.pk}/delete/", {"post": "yes"})
    assert said(response) == ["Default Store View is the default store view and could not be deleted."]
    assert StoreView.objects.count() == 1


def test_new_customer_group_gets_the_next_code(admin_client: Client) -> None:
    response = admin_client.post(f"{GROUPS}add/", {"name": "Partners"})
    assert said(response) == ["You saved the customer group."]
    assert CustomerGroup.objects.get(name="Partners").code == "4"


@pytest.mark.parametrize("typed", ["", "General", "x" * 33, "a\x00"])
def test_customer_group_refuses_bad_names(admin_client: Client, typed: str) -> None:
    response = admin_client.post(f"{GROUPS}add/", {"name": typed})
    assert (list(errors_of(response)), CustomerGroup.objects.count()) == (["name"], 4)


def test_customer_group_that_something_counts_on_stays(admin_client: Client) -> None:
    configure(MIN_SALE_QTY, '{"32000": 1, "2": 5}')
    Customer.objects.create(email="anna@example.org", group=CustomerGroup.objects.get(code="3"))
    answers = [
        said(admin_client.post(f"{GROUPS}{group.pk}/delete/", {"post": "yes"}))[-1]
        for group in CustomerGroup.objects.all()
    ]
    assert answers == [
        "NOT LOGGED IN is a group that every shop has and could not be deleted.",
        "General is a group that every shop has and could not be deleted.",
        "Wholesale has a minimum quantity in Configuration and could not be deleted.",
        "Retailer has customers and could not be deleted.",
    ]


def test_name_of_those_who_are_not_logged_in_stays(admin_client: Client) -> None:
    group = CustomerGroup.objects.get(code="0")
    admin_client.post(f"{GROUPS}{group.pk}/change/", {"name": "Strangers"})
    group.refresh_from_db()
    assert group.name == "NOT LOGGED IN"


@pytest.mark.parametrize("screen", [WEBSITES, VIEWS, GROUPS])
def test_screens_ask_for_a_permission_and_know_no_mass_delete(screen: str, admin_client: Client) -> None:
    client = Client()
    client.force_login(User.objects.create_user("staff", is_staff=True))
    assert [client.get(screen).status_code, client.post(f"{screen}1/delete/", {"post": "yes"}).status_code] == [
        403,
        403,
    ]
    assert b"delete_selected" not in admin_client.get(screen).content


@pytest.mark.parametrize("screen", [WEBSITES, VIEWS, GROUPS])
def test_lists_ask_the_same_number_of_queries_at_any_length(
    screen: str, admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    StoreViewFactory.create_batch(30)
    for number in range(30):
        CustomerGroup.objects.create(code=f"1{number}0", name=f"Group {number}")
    with django_assert_max_num_queries(7):
        assert admin_client.get(screen).status_code == 200
