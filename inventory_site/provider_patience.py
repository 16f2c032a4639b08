"""How long a payment provider is waited for, whichever it is: ten seconds in all, and asked once.

django-payments' providers ask through `requests` and name no time, which means for ever; Stripe's library has a client of its own
(`stripe_provider.py`), which is given the same times. `requests` begins its time to answer anew with each piece that comes: a
provider that sends a byte a second would be waited for as long as it has bytes. Here that time is the whole answer's.
"""

import io
import socket
from http.client import HTTPResponse
from time import monotonic
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

# Seconds to connect, and for the whole answer.
PATIENCE = 3.0, 7.0
_send = HTTPAdapter.send


def _send_with_patience(self: HTTPAdapter, request: PreparedRequest, *args: Any, **named: Any) -> Response:
    """Send as `requests` does, with a time where the caller named none."""
    if not args and named.get("timeout") is None:
        named["timeout"] = PATIENCE
    return _send(self, request, *args, **named)


class _UntilThen(io.RawIOBase):
    """What a socket brings until its time, counted from now, is over. Reading on raises `TimeoutError`."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._pieces = connection.makefile("rb", buffering=0)
        self._until = monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("The whole answer took too long.")
        self._connection.settimeout(left)
        return self._pieces.readinto(buffer)

    def close(self) -> None:
        self._pieces.close()
        super().close()


class _WholeAnswer(HTTPResponse):
    """An answer, head and body, within the time that its socket gives to one piece."""

    def __init__(self, sock: socket.socket, *args: Any, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        seconds = sock.gettimeout()
        if seconds is not None:
            self.fp.close()
            self.fp = io.BufferedReader(_UntilThen(sock, seconds))


def be_patient_no_longer() -> None:
    """Give every request of this process that names no time ours: django-payments has no place to say so."""
    HTTPConnection.response_class = _WholeAnswer
    HTTPAdapter.send = _send_with_patience  # type: ignore[method-assign]
