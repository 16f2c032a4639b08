"""Over HTTPS every cookie that the shop sets is one that no other host can plant, and that no plain request carries."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client
from pytest_django.fixtures import Settings

from inventory_site.cookie_names import cookie_name
from tests.catalog.admin.filled_form import filled_form

SETTINGS = """
from django.conf import settings
from inventory_site.message_cookie import MessageCookie, MessageStorage
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, MessageCookie.cookie_name)
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH)
print(settings.MESSAGE_STORAGE.endswith(MessageStorage.__name__))
"""


def asked_of_the_settings(**environment: str) -> list[str]:
    """Return what the settings of a process say that was started with this `environment`."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "inventory_site.settings", **environment}
    done = subprocess.run([sys.executable, "-c", SETTINGS], env=env, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("https", "names", "how"),
    [
        ("true", "__Host-sessionid __Host-csrftoken __Host-messages", "True True None /"),
        ("false", "sessionid csrftoken messages", "False False None /"),
    ],
)
def test_cookies_over_https_are_secure_and_of_this_host_alone(https: str, names: str, how: str) -> None:
    assert asked_of_the_settings(HTTPS=https) == [names, how, "True"]


@pytest.mark.django_db
def test_our_own_cookies_have_the_prefix_and_are_found_again(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    User.objects.create_superuser("ann", password="correct-horse-7")
    client.post("/admin/login/", {"username": "ann", "password": "correct-horse-7"})
    page = "/admin/auth/group/add/"
    typed = filled_form(client.get(page), name="Reader")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    client.post(page, typed)
    client.force_login(User.objects.get())
    found = {name: (bool(cookie["secure"]), cookie["path"]) for name, cookie in client.cookies.items()}
    assert found["__Host-known_browser"] == (True, "/")
    assert found["__Secure-kept_forms"] == (True, "/admin/")
    assert dict(client.get(page).context["typed_again"].fields)["name"] == "Reader"


def test_without_https_names_are_plain() -> None:
    assert cookie_name(CookieStorage.cookie_name, is_secure=False) == "messages"
