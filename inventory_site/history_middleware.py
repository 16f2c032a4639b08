"""Tell the history who works in the admin, and on which screen."""

import re
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

from catalog.queries.history import staff_name

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
