"""The database is only busy: what is safe is tried once more, and all else is asked to be sent again. Nothing is an error."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from payments.core import provider_factory
from psycopg.errors import DeadlockDetected, QueryCanceled
from psycopg_pool import PoolTimeout

from backorders.actions.place_order import place_order
from backorders.models import CartLine, Order
from catalog.models import Product, UsedKey
from inventory_site.login.session import SessionStore
from inventory_site.urls import handler400, handler403, handler404, handler500
from inventory_site.urls import urlpatterns as site_urls
from tests.backorders.checkout_data import BY_CARD
from tests.backorders.test_checkout import cart_with, hidden
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import url
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def reading(request: HttpRequest) -> NoReturn:
    assert request.method == "GET"
    raise failing(QueryCanceled())


def taking(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [path("slow/", reading), path("admin/slow/", reading), path("taking/", taking), *site_urls]


def failing(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@contextmanager
def locked(product: Product) -> Iterator[None]:
    """Somebody else holds the product's row, and we are not patient."""
    known = connection.get_connection_params()
    known = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}
    with psycopg.connect(**known) as other, connection.cursor() as cursor:
        other.execute("SELECT FROM catalog_product WHERE id = %s FOR UPDATE", [product.pk])
        cursor.execute("SET lock_timeout = '30ms'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")


def offered(page: Any) -> dict[str, list[str]]:
    """What the page of a busy shop would send again, with its own key."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode()):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


@pytest.mark.django_db(transaction=True)
def test_while_a_row_is_locked_others_are_answered_and_the_form_can_be_sent_again(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    typed = filled_form(admin_client.get(url(product)), name="Sack & Co")
    with locked(product):
        for address in ("/", "/search/?q=bag", url(product), "/admin/"):
            assert admin_client.get(address, follow=True).status_code == 200
        busy = admin_client.post(url(product), typed)
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert "Send it again" in page_text(busy)
    assert not UsedKey.objects.exists()
    assert Product.objects.get().name == "Bag"
    again = offered(busy)
    assert admin_client.post(url(product), again).status_code == 302
    assert Product.objects.get().name == "Sack & Co"
    assert admin_client.post(url(product), again).status_code == 302
    assert UsedKey.objects.count() == 1


@pytest.mark.django_db
def test_a_deadlock_is_tried_once_more_and_said_once(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    typed = filled_form(admin_client.get(url(product)), name="Sack")
    errors = [failing(DeadlockDetected("deadlock detected"))]
    save = Model.save

    def save_after_a_deadlock(row: Product, *args: Any, **kwargs: Any) -> None:
        save(row, *args, **kwargs)
        if errors:
            raise errors.pop()

    monkeypatch.setattr(Product, "save", save_after_a_deadlock)
    told = admin_client.post(url(product), typed, follow=True)
    assert Product.objects.get().name == "Sack"
    assert len(told.context["messages"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("cause", [QueryCanceled("statement timeout"), PoolTimeout("no connection")])
def test_what_was_waited_for_long_is_not_waited_for_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, cause: Exception
) -> None:
    tries: list[str] = []

    def slow(*_: Any, **__: Any) -> NoReturn:
        tries.append("one")
        raise failing(cause)

    monkeypatch.setattr("backorders.storefront.views.cart.add_to_cart", slow)
    busy = client.post("/cart/add/", {"product": product_with_stock(quantity=25).pk, "quantity": "2"})
    assert (busy.status_code, tries) == (503, ["one"])
    monkeypatch.undo()
    assert client.post("/cart/add/", offered(busy)).status_code == 302
    assert CartLine.objects.get().quantity == 2


@pytest.mark.django_db
def test_a_checkout_that_met_a_deadlock_is_placed_once_and_paid_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart_with(client)
    sent = hidden(client) | BY_CARD
    errors, placed = [failing(DeadlockDetected("deadlock detected"))], []

    def place_after_a_deadlock(**order: Any) -> Order:
        placed.append(place_order(**order))
        if errors:
            # The commit was done and its answer lost: the second try finds the order by its token.
            raise errors.pop()
        return placed[-1]

    monkeypatch.setattr("backorders.storefront.views.checkout.place_order", place_after_a_deadlock)
    assert client.post("/checkout/", sent).status_code == 302
    order = Order.objects.get()
    assert (order.status, order.payments.get().captured_amount) == ("processing", order.total)
    assert {each.pk for each in placed} == {order.pk}


@pytest.mark.django_db
def test_a_provider_that_was_asked_is_never_asked_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def charged_but_not_written(*_: Any, **__: Any) -> NoReturn:
        asked.append("once")
        raise failing(DeadlockDetected("deadlock detected"))

    cart_with(client)
    monkeypatch.setattr(provider_factory("card"), "get_form", charged_but_not_written)
    busy = client.post("/checkout/", hidden(client) | BY_CARD)
    assert (busy.status_code, asked, Order.objects.count()) == (503, ["once"], 1)
    assert "4242" not in busy.content.decode()
    assert "Go back in your browser" in page_text(busy)


@pytest.mark.django_db
@pytest.mark.urls("tests.inventory_site.test_middleware")
@pytest.mark.parametrize(("address", "back"), [("/slow/", "Back to the shop"), ("/admin/slow/", "dashboard")])
def test_a_page_that_took_too_long_is_offered_again_in_the_look_of_its_house(
    admin_client: Client, address: str, back: str
) -> None:
    busy = admin_client.get(f"{address}?page=2")
    assert (busy.status_code, busy["Retry-After"], busy["Cache-Control"]) == (503, "5", "no-store")
    assert f'href="{address}?page=2">Try again' in busy.content.decode()
    assert back in page_text(busy)


@pytest.mark.django_db
def test_no_connection_for_a_middleware_is_no_error_either(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_connection(_: SessionStore) -> NoReturn:
        raise failing(PoolTimeout("no connection"))

    monkeypatch.setattr(SessionStore, "load", no_connection)
    admin_client.raise_request_exception = False
    assert [admin_client.get(address).status_code for address in ("/", "/admin/")] == [503, 503]


@pytest.mark.django_db
@pytest.mark.urls("tests.inventory_site.test_middleware")
def test_a_form_that_is_too_large_is_told_so(client: Client) -> None:
    for too_much in ({"text": "x" * 2_700_000}, {str(number): "" for number in range(10_001)}):
        answer = client.post("/taking/", too_much)
        assert answer.status_code == 413
        assert "too much at once" in page_text(answer)


@pytest.mark.django_db
def test_a_file_has_to_be_chosen_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any, **__: Any) -> NoReturn:
        raise failing(QueryCanceled())

    monkeypatch.setattr("backorders.storefront.views.cart.add_to_cart", slow)
    product = product_with_stock(quantity=25)
    busy = client.post("/cart/add/", {"product": product.pk, "quantity": "2", "f": SimpleUploadedFile("a.csv", b"a")})
    assert busy.status_code == 503
    assert offered(busy) == {}
