"""HTTPS, and what every answer says to browsers."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.factories.catalog import ProductFactory


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "framed", "ancestors"),
    [("/", "DENY", "'none'"), ("/admin/", "SAMEORIGIN", "'self'"), ("/admin/login/", "SAMEORIGIN", "'self'")],
)
def test_every_answer_says_who_may_frame_it_and_that_it_needs_no_device(
    client: Client, address: str, framed: str, ancestors: str
) -> None:
    if address == "/admin/":
        client.force_login(User.objects.create_superuser("ann"))
    response = client.get(address)
    assert response["X-Frame-Options"] == framed
    assert f"frame-ancestors {ancestors}" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
