"""Where a login comes from: its address, and whether its browser is known."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from inventory_site.cookie_names import cookie_name
from inventory_site.login.rules import BROWSER_IS_KNOWN_FOR

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


NETWORK_OF_ONE = 64  # bits: who has one IPv6 address has all that begin with the same


def client_address(request: HttpRequest) -> str:
    """Return the address that the outermost of our proxies was asked from; of IPv6 its network, which one visitor owns.

    What a visitor writes into X-Forwarded-For himself stands before what the proxies add, and is never read.
    """
    asked = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        told = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        asked = told[-settings.PROXIES] if len(told) >= settings.PROXIES else asked
    try:
        address = ipaddress.ip_address(asked)
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - stands for "unknown", nothing listens there
    if address.version == 6:  # noqa: PLR2004 - its name
        return str(ipaddress.ip_network((address, NETWORK_OF_ONE), strict=False).network_address)
    return str(address)


# In this order: each says the names of those below it as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def browser_in_words(user_agent: str) -> str:
    """Return "Firefox on Windows" for what a browser says of itself: words of ours, whatever it says."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "Unknown browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
