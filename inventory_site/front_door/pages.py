"""What a request is told that never came as far as Django, and which pages are of their own sort there (`door.py`)."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.csp import CSP, build_policy

from backorders.storefront import urls as buying
from inventory_site.error_pages.pages import SECONDS_TO_PASS

# Cart, checkout, the pages of an order, and the sign-ups of who wants to buy what is back in stock.
OF_BUYING = frozenset(each.callback for each in buying.urlpatterns)
# Nothing but the shop's own style sheets.
POLICY = {**cast("dict[str, Collection[str]]", settings.SECURE_CSP), "form-action": [CSP.NONE]}


def door_page(path: str, method: str, status: int) -> tuple[Mapping[str, str], bytes]:
    """Return headers and body of the page that refuses `method` on `path`."""
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": build_policy(POLICY),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    if status == 503:  # noqa: PLR2004  Service Unavailable
        headers["Retry-After"] = str(SECONDS_TO_PASS)
    is_admins = path.startswith(reverse("admin:index"))
    return headers, _page(f"{'admin/errors/' if is_admins else ''}{status}.html", is_form=method == "POST")


@cache
def _page(template: str, *, is_form: bool) -> bytes:
    """Render once: whoever is refused for the number of requests must cost next to nothing."""
    return render_to_string(template, {"is_form": is_form, "fields": None, "address": ""}).encode()


def is_slow(path: str) -> bool:
    """Whether the page at `path` reads all there is: those of the back office declare it (`catalog.admin.pages.slow`)."""
    if path == reverse("storefront:product_feed"):
        return True
    if not path.startswith(reverse("admin:index")):
        return False
    try:
        return bool(getattr(resolve(path).func, "is_slow", False))
    except Resolver404:
        return False


def is_buying(path: str) -> bool:
    """Whether who comes to `path` buys. The messages of a payment provider are none of it: they wait for nobody."""
    if path.startswith(reverse("admin:index")):
        return False
    try:
        return resolve(path).func in OF_BUYING
    except Resolver404:
        return False
