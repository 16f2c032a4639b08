"""HTTPS, and what every answer says to browsers."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from inventory_site.models import Session
from tests.factories.catalog import ProductFactory

NO_TOKEN = "1fb1b4ba-3f2c-4d8e-9a51-0f1d2c3b4a59"


@pytest.fixture
def behind_a_proxy(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.django_db
@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("name", ["admin:login", "storefront:home"])
def test_plain_request_is_led_to_https(client: Client, name: str) -> None:
    address = reverse(name)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, f"https://testserver{address}")


@pytest.mark.django_db
@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("address", ["/payments/process/stripe/", f"/payments/process/{NO_TOKEN}/"])
def test_a_provider_that_calls_plainly_is_refused_and_not_led_on(client: Client, address: str) -> None:
    assert client.post(address).status_code == 403
    assert client.post(address, headers={"X-Forwarded-Proto": "https"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("behind_a_proxy")
def test_page_behind_a_proxy_says_https(client: Client) -> None:
    product = ProductFactory.create()
    response = client.get(reverse("storefront:product", args=[product.slug]), headers={"X-Forwarded-Proto": "https"})
    assert response["Strict-Transport-Security"] == "max-age=31536000"
    assert '"url": "https://testserver' in response.text
    assert "http://testserver" not in response.text


@pytest.mark.django_db
def test_header_of_a_proxy_is_not_believed_without_the_setting(client: Client) -> None:
    response = client.get(reverse("storefront:home"), headers={"X-Forwarded-Proto": "https"})
    assert not response.wsgi_request.is_secure()


OURS, NOBODYS = ("SAMEORIGIN", "'self'"), ("DENY", "'none'")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "framed"),
    [
        ("/", 200, NOBODYS),
        ("/no-such-page/", 404, NOBODYS),
        ("/admin/", 200, OURS),
        ("/admin/auth/user/", 200, OURS),
        ("/admin/signed-in/", 200, OURS),
        ("/admin/password-again/", 200, OURS),
        ("/admin/password-reset/", 200, OURS),
        ("/admin/login/", 302, OURS),
        ("/admin/no-such-page/", 404, None),
        ("/admin/catalog/product/0/change/", 302, OURS),
    ],
)
def test_every_answer_says_who_may_frame_it_and_that_it_needs_no_device(
    client: Client, address: str, status: int, framed: tuple[str, str] | None
) -> None:
    client.force_login(User.objects.create_superuser("ann"))
    response = client.get(address)
    assert response.status_code == status
    ancestors = re.findall(r"frame-ancestors ([^;]+)", response["Content-Security-Policy"])
    said = (response["X-Frame-Options"], *ancestors)
    assert said in ([framed] if framed else [OURS, NOBODYS])
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "charset=utf-8" in response["Content-Type"]
    assert "Access-Control-Allow-Origin" not in response
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/signed-in/", "/cart/", "/checkout/"])
def test_what_is_somebodys_own_is_kept_by_no_browser_and_by_no_proxy(client: Client, address: str) -> None:
    client.force_login(User.objects.create_superuser("ann"))
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.django_db
def test_the_cookie_of_a_session_is_for_no_script_and_for_no_other_site(client: Client) -> None:
    client.post("/admin/login/", {"username": "nobody", "password": "x"})
    User.objects.create_superuser("ann", password="correct-horse-7")
    client.post("/admin/login/", {"username": "ann", "password": "correct-horse-7"})
    cookie = client.cookies["sessionid"]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/.git/config", "/.env", "/static/", "/media/", "/docs/", "/metrics", "/pyproject.toml"]
)
def test_nothing_is_served_that_is_not_for_visitors(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_login_has_another_key_and_a_logout_leaves_no_row(client: Client) -> None:
    ann = User.objects.create_superuser("ann", password="correct-horse-7")
    session = client.session
    session["cart-main"] = "token"
    session.save()
    before = session.session_key
    client.post("/admin/login/", {"username": "ann", "password": "correct-horse-7"})
    assert client.session.session_key != before
    assert Session.objects.get().user == ann
    client.post("/admin/logout/")
    assert not Session.objects.exclude(user=None).exists()
