"""Around each request: who changes history, what browsers may do, a busy database.

What the database was too busy for is asked to be sent again (503), instead of called an error (500).
Tell the history who works in the admin, and on which screen.
Says to browsers that no page of ours, nor what it might be made to show, needs the devices of the visitor.
"""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from pghistory.middleware import HistoryMiddleware

from catalog.queries.database_errors import PASSING
from catalog.queries.history import staff_name
from inventory_site.error_pages.pages import busy


class BusyMiddleware:
    """Answers what a view raised because the database was busy. The last of all, so that it hears of it first.

    What is safe to try once more was tried before (`catalog.forms.once`); what a middleware raises comes to
    `inventory_site.error_pages.pages.server_error`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer, unless the error is one that does not pass."""
        return busy(request, error) if isinstance(error, PASSING) else None


SCREENS = {"configurationvalue": "Configuration"}
# The shop's own requests change no setting and no source quantity: they are spared the extra words on every statement.
ADMIN_PATH = re.compile(r"^/admin/(?P<app>[a-z_]+)/(?P<model>[a-z_]+)/")


class AdminHistoryMiddleware(HistoryMiddleware):
    """Adds user and screen to every change made through the admin."""

    def __call__(self, request: HttpRequest) -> Any:
        """Serve the request, inside a history context when it may change something in the admin."""
        if ADMIN_PATH.match(request.path):
            return super().__call__(request)  # type: ignore[no-untyped-call]  # pghistory's own
        return self.get_response(request)

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the history keeps beside each change: the name, too, for when the account is gone."""
        user = getattr(request, "user", None)
        named = {"name": staff_name(user)} if isinstance(user, User) else {}
        return {**super().get_context(request), **named, "screen": f"Admin: {_screen(request.path)}"}


def _screen(path: str) -> str:
    match = ADMIN_PATH.match(path)
    if match is None:
        return path
    if match["model"] in SCREENS:
        return SCREENS[match["model"]]
    try:
        model = apps.get_model(match["app"], match["model"])
    except LookupError:
        return path
    return str(model._meta.verbose_name_plural).title()  # noqa: SLF001  Django's API


DENIED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
POLICY = ", ".join(f"{feature}=()" for feature in DENIED)


class PermissionsPolicyMiddleware:
    """Adds `Permissions-Policy` to every answer; Django has no setting for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take note of what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the header."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
