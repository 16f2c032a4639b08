"""How long the login of a member of staff holds. Only that he is logged in ends: the cart in the same browser stays."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django_otp import DEVICE_ID_SESSION_KEY

from inventory_site.login.rules import PASSWORD_HOLDS_FOR

# Seconds since 1970: of the login, of the last request (by and large), and of the last time that the password was shown.
BEGUN, SEEN, SHOWN = "begun", "seen", "shown"
WRITTEN_EVERY = 300  # seconds: not every request writes the session


def begun_now(request: HttpRequest, **_: object) -> None:
    """Note the time of a login; connected to Django's signal."""
    request.session[BEGUN] = request.session[SEEN] = int(time.time())
    shown_now(request)


def shown_now(request: HttpRequest) -> None:
    """Note that the password was shown right now."""
    request.session[SHOWN] = int(time.time())


def is_shown_lately(request: HttpRequest) -> bool:
    """Whether the password was shown so lately that a change of who may come in needs no further word."""
    shown: int = request.session.get(SHOWN, 0)
    return time.time() - shown <= PASSWORD_HOLDS_FOR.total_seconds()


class SessionTimesMiddleware:
    """Ends the login of staff who were away for `STAFF_IDLE_SECONDS`, or came in `STAFF_SESSION_SECONDS` ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take note of what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, to nobody when the login is over."""
        session, now = request.session, int(time.time())
        if SESSION_KEY in session:
            away, age = now - session.get(SEEN, 0), now - session.setdefault(BEGUN, now)
            is_over = away > settings.STAFF_IDLE_SECONDS or age > settings.STAFF_SESSION_SECONDS
            if is_over and request.user.is_staff:
                _log_out(request)
            elif away > WRITTEN_EVERY:
                session[SEEN] = now
        return self.get_response(request)


def _log_out(request: HttpRequest) -> None:
    for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, DEVICE_ID_SESSION_KEY, BEGUN, SEEN, SHOWN):
        request.session.pop(key, None)
    request.session.cycle_key()
    request.user = AnonymousUser()
