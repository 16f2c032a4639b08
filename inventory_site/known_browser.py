"""The browser from which a person logged in before: strangers who try his name do not shut it out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from inventory_site.cookie_names import cookie_name
from inventory_site.login_rules import BROWSER_IS_KNOWN_FOR

COOKIE = "known_browser"
SALT = "inventory_site.known_browser"


def is_known_browser(request: HttpRequest, name: str) -> bool:
    """Tell whether this person logged in from this browser before."""
    age = int(BROWSER_IS_KNOWN_FOR.total_seconds())
    return bool(name) and request.get_signed_cookie(_name(), default="", salt=SALT, max_age=age) == name


def know_browser(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Remember in the browser who has just logged in."""
    response.set_signed_cookie(
        _name(),
        request.user.get_username(),
        salt=SALT,
        max_age=int(BROWSER_IS_KNOWN_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _name() -> str:
    return cookie_name(COOKIE, is_secure=settings.SESSION_COOKIE_SECURE)
