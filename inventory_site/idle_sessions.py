"""Staff who did nothing for long log in again. Only that they are logged in ends: the cart in the same browser stays."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django_otp import DEVICE_ID_SESSION_KEY

SEEN = "seen"
WRITTEN_EVERY = 300  # seconds: not every request writes the session


def seen_now(request: HttpRequest, **_: Any) -> None:
    """Note the time of a login; connected to Django's signal."""
    request.session[SEEN] = int(time.time())


class IdleSessionMiddleware:
    """Ends the login of a member of staff who was away for `STAFF_IDLE_SECONDS`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take note of what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, to nobody when he was away too long."""
        if SESSION_KEY in request.session:
            away = int(time.time()) - request.session.get(SEEN, 0)
            if away > settings.STAFF_IDLE_SECONDS and request.user.is_staff:
                _log_out(request)
            elif away > WRITTEN_EVERY:
                seen_now(request)
        return self.get_response(request)


def _log_out(request: HttpRequest) -> None:
    for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, DEVICE_ID_SESSION_KEY, SEEN):
        request.session.pop(key, None)
    request.session.cycle_key()
    request.user = AnonymousUser()
