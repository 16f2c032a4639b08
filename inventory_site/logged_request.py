"""Gives each request an id, which the answer, an error's page and every line of the log carry."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from backorders.queries.logged_order import about_order

HEADER = "X-Request-ID"
# What a proxy may send instead: it stands in the log, and must not be able to forge a line of it.
FROM_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True)
class LoggedRequest:
    """The request as the log names it."""

    pk: str
    request: HttpRequest

    @property
    def user(self) -> Any:
        """Who is logged in, when that was asked before: a line of the log asks the database nothing."""
        return getattr(getattr(self.request, "_cached_user", None), "pk", None)


current: ContextVar[LoggedRequest | None] = ContextVar("current", default=None)


def request_id() -> str:
    """Return the id of the request that is answered; empty outside one."""
    logged = current.get()
    return logged.pk if logged else ""


class LoggedRequestMiddleware:
    """The outermost: whatever goes wrong inside is logged with the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take note of what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the id in a header."""
        given = request.headers.get(HEADER, "")
        pk = given if FROM_PROXY.fullmatch(given) else uuid.uuid4().hex
        token = current.set(LoggedRequest(pk, request))
        about_order(None)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = pk
            return response
        finally:
            current.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Note the order of a page of the back office; the shop's pages and the actions say it themselves."""
        del view, args
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        pk = kwargs.get("pk") or kwargs.get("object_id")
        if name.startswith("backorders_order_") and str(pk).isdecimal():
            about_order(int(str(pk)))
