"""A member of staff who is logged in already: a journey that is not about logging in need not type a password."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page


def sign_in(page: Page, address: str, *, username: str = "merchant") -> User:
    """Log `username` (made a superuser when there is none) in by its session, and open `address` with its scripts run."""
    user = User.objects.filter(username=username).first() or User.objects.create_superuser(
        username, password="merchant"
    )
    client = Client()
    client.force_login(user)
    page.goto("/admin/login/")
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": urljoin(page.url, "/"),
            }
        ]
    )
    open_page(page, address)
    return user


def open_page(page: Page, address: str) -> None:
    """Open `address` and wait until its deferred scripts have run."""
    page.goto(address)
    page.wait_for_load_state()
