"""How long a payment provider is waited for, whichever it is: ten seconds in all, and asked once.

django-payments' providers ask through `requests` and name no time, which means for ever; Stripe's library has a client of its own
(`stripe_provider.py`), which is given the same times.
"""

from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

# To connect, and to answer.
PATIENCE = 3.0, 7.0
_send = HTTPAdapter.send


def _send_with_patience(self: HTTPAdapter, request: PreparedRequest, *args: Any, **named: Any) -> Response:
    """Send as `requests` does, with a time where the caller named none."""
    if not args and named.get("timeout") is None:
        named["timeout"] = PATIENCE
    return _send(self, request, *args, **named)


def be_patient_no_longer() -> None:
    """Give every request of this process that names no time ours: django-payments has no place to say so."""
    HTTPAdapter.send = _send_with_patience  # type: ignore[method-assign]
