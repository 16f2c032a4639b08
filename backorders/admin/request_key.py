"""The key of a page's request: what is sent twice is done once."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest

from backorders.models import Order


@dataclass(frozen=True)
class RequestKey:
    """`hidden` stands in the page's form; `key` is what the action is told: a key holds for one order only."""

    hidden: str
    key: str


def request_key(request: HttpRequest, order: Order) -> RequestKey:
    """Return the key that came with the form, or a new one for a page that is opened."""
    try:
        hidden = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        hidden = uuid.uuid4()
    return RequestKey(str(hidden), f"{order.pk}:{hidden}")
