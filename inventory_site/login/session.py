"""The session of a browser: what is kept of it, and how long the login of a member of staff in it holds.

Only that he is logged in ends by itself: the cart in the same browser stays.
"""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django_otp import DEVICE_ID_SESSION_KEY

from inventory_site.login.browser import browser_in_words
from inventory_site.login.rules import PASSWORD_HOLDS_FOR
from inventory_site.models import Session

# Seconds since 1970: of the login, of the last request (by and large), and of the last time that the password was shown.
BEGUN, SEEN, PASSWORD_SHOWN = "begun", "seen", "shown"
# By what pages name the login: the key of its session is a secret, and changes while it lasts. And its browser, in words.
LOGIN, BROWSER = "login", "browser"
ENDED = "This login was ended in another browser in the same moment."
KEY_LENGTH = 32
WRITTEN_EVERY = 300  # seconds: not every request writes the session


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with columns that say whose login is in them.

    The name of the class is part of the signature of what is kept: it stays as Django's.
    """

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row, with the login that is in it."""
        if SESSION_KEY not in data:
            visitor: Session = super().create_model_instance(data)  # type: ignore[assignment]  # of the table above
            return visitor
        now = int(time.time())
        login, begun, seen = data.setdefault(LOGIN, str(uuid.uuid4())), data.setdefault(BEGUN, now), data.get(SEEN, now)
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # of the table above
        row.user_id, row.login, row.browser = int(data[SESSION_KEY]), uuid.UUID(login), data.get(BROWSER, "")
        row.begun_at, row.last_used_at = datetime.fromtimestamp(begun, UTC), datetime.fromtimestamp(seen, UTC)
        return row

    def _get_new_session_key(self) -> str:
        """Return a key by chance. Django asks the database whether it is taken, and inserts it in a way that fails when it is."""
        return get_random_string(KEY_LENGTH, VALID_KEY_CHARS)

    def cycle_key(self) -> None:
        """Give the row another key in one statement: a login that somebody ends in the same moment has ended.

        Django's way writes a new row and deletes the old one, and the new one would outlive it.
        """
        is_login = SESSION_KEY in self  # loads it: a key without a row is none
        old = self.session_key
        new = self._get_new_session_key()
        if old is not None and Session.objects.filter(session_key=old).update(session_key=new):
            self._session_key, self.modified = new, True
        elif old is not None and is_login:
            raise SessionInterrupted(ENDED)
        else:
            super().cycle_key()


def begun_now(request: HttpRequest, **_: object) -> None:
    """Note a login: when, and in which browser; connected to Django's signal."""
    request.session[BEGUN] = request.session[SEEN] = int(time.time())
    request.session[LOGIN] = str(uuid.uuid4())
    request.session[BROWSER] = browser_in_words(request.headers.get("User-Agent", ""))
    shown_now(request)


def shown_now(request: HttpRequest) -> None:
    """Note that the password was shown right now."""
    request.session[PASSWORD_SHOWN] = int(time.time())


def is_shown_lately(request: HttpRequest) -> bool:
    """Whether the password was shown so lately that a change of who may come in needs no further word."""
    shown: int = request.session.get(PASSWORD_SHOWN, 0)
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
            elif away > WRITTEN_EVERY or LOGIN not in session:
                session[SEEN] = now
                # One from before there were such columns.
                session.setdefault(BROWSER, browser_in_words(request.headers.get("User-Agent", "")))
        return self.get_response(request)


def _log_out(request: HttpRequest) -> None:
    of_login = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, DEVICE_ID_SESSION_KEY)
    for key in (*of_login, BEGUN, SEEN, PASSWORD_SHOWN, LOGIN, BROWSER):
        request.session.pop(key, None)
    request.session.cycle_key()
    request.user = AnonymousUser()
