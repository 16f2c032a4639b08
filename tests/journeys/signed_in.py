"""A member of staff who is logged in already: a journey that is not about logging in need not type a password."""

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Page


def sign_in(page: Page, address: str, *, username: str = "merchant") -> User:
    """Log `username` (made a superuser when there is none) in by its session, and open `address` with its scripts run."""
    user = add_session(page.context, username=username)
    open_page(page, address)
    return user


def add_session(context: BrowserContext, *, username: str = "merchant") -> User:
    """Log `username` (made a superuser when there is none) in, in every page of `context`; opens none of them."""
    user = User.objects.filter(username=username).first() or User.objects.create_superuser(
        username, password="merchant"
    )
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    # The live server's name, with no need to open a page for its address.
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}])
    return user


def open_page(page: Page, address: str) -> None:
    """Open `address` and wait until its deferred scripts have run."""
    page.goto(address)
    page.wait_for_load_state()
