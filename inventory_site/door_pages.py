"""What a request is told that never came as far as Django: it was too slow, too large, or one too many."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import cast

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import CSP, build_policy

from inventory_site.error_pages import SECONDS_TO_PASS

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
