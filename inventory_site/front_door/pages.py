"""The pages of the front door itself, and those that may take many seconds.

What a request is told that never came as far as Django: it was too slow, too large, or one too many.
The pages that may take many seconds by what they do: they have threads of their own (`door.py`).
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.csp import CSP, build_policy

from inventory_site.error_pages.pages import SECONDS_TO_PASS

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


# Reports, files and previews of everything there is, and what judges a whole file.
SLOW = frozenset(
    {
        "admin:inventory_check",
        "admin:backorders_backorder_export",
        "admin:catalog_lowstock_export_csv",
        "admin:catalog_lowstocknotice_new",
        "admin:catalog_configurationvalue_preview",
        "admin:catalog_product_preview",
        "admin:catalog_product_explain",
    }
)


def is_slow(path: str) -> bool:
    """Whether the page at `path` is one of them. All of them are the back office's."""
    if not path.startswith(reverse("admin:index")):
        return False
    try:
        return resolve(path).view_name in SLOW
    except Resolver404:
        return False
