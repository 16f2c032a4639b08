"""Around each request: its id in the log, whether it can be read, who changes history, what browsers may do, a busy database.

Gives each request an id, which the answer, an error's page and every line of the log carry.
What comes before our forms: a request that cannot be read is refused with 400 before anything is asked or done. Django reads a
body when somebody first asks for it, which may be in the middle of an error page, and reads numbers of rows and NUL characters
only where they hurt. Here each of them is judged once, for every address.
A form of a page that is the same for everybody is taken without a token, when the browser says that the page is ours.
What is asked at an address that only takes a form gets a page (405), not an empty answer.
What the database was too busy for is asked to be sent again (503), instead of called an error (500).
Tell the history who works in the admin, and on which screen.
Says to browsers that no page of ours, nor what it might be made to show, needs the devices of the visitor.
"""

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from pghistory.middleware import HistoryMiddleware

from backorders.queries.logged_order import logged_order
from catalog.forms.hidden_fields import ON_SHARED_PAGES
from catalog.forms.once import CSRF
from catalog.queries.database_errors import PASSING
from catalog.queries.history import staff_name
from catalog.rules.shown_form import claims_too_many
from inventory_site.error_pages.pages import busy, method_not_allowed
from inventory_site.front_door.content_type import PROBLEM, UTF_8
from inventory_site.logs import LoggedRequest, current

HEADER = "X-Request-ID"
# What a proxy may send instead: it stands in the log, and must not be able to forge a line of it.
FROM_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}")


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
        logged_order.set(None)
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
            logged_order.set(int(str(pk)))


NUL = "\0"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class ReadableRequests:
    """The first middleware of ours; the answers are those of `handler400`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before everything that reads a request."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an address or a charset that cannot be read; forget cookies that no browser would keep."""
        for name in [name for name, value in request.COOKIES.items() if not f"{name}{value}".isprintable()]:
            # A damaged cookie counts as none: refused for it, its visitor could never come back.
            del request.COOKIES[name]
        # Read before the request was made (`content_type`); a test's client makes its own.
        charset = (request.content_params or {}).get("charset", "").strip().lower()
        if PROBLEM in request.headers or charset not in {*UTF_8, ""}:
            raise BadRequest("What is sent here is in UTF-8.")
        if charset:
            request.encoding = "utf-8"
        if any(NUL in name for name in (request.path_info, *request.GET)):
            raise BadRequest("The address holds a NUL character.")
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        """Read the form, unless it is a message that its view reads itself, and judge what no field can."""
        if request.content_type not in FORMS or getattr(view, "csrf_exempt", False):
            return
        try:
            names = request.POST
            request.FILES  # noqa: B018  read with the form, and refused with it
        except (UnreadablePostError, LookupError) as error:
            # Cut off, or a part of it names a charset that does not exist.
            raise BadRequest("The form did not come in whole.") from error
        if any(NUL in name for name in names):
            raise BadRequest("The name of a field holds a NUL character.")
        if claims_too_many((name, str(values[-1])) for name, values in names.lists() if values):
            raise BadRequest("The form says that it has more rows than came in.")

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Refuse what the database cannot read: where a NUL character came in, it is the request that is damaged."""
        values = [value for given in (request.GET, request.POST) for _, each in given.lists() for value in each]
        if isinstance(error, (ValueError, DataError)) and "NUL" in str(error) and any(NUL in value for value in values):
            raise BadRequest("A value holds a NUL character.") from error


class SharedFormsMiddleware:
    """Before Django's for CSRF: for pages that are the same for everybody, and so hold nobody's token (`shared_page`).

    A form of theirs is taken on the browser's word that a page of this site sent it (Origin, which no other can forge).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers."""
        self._get_response = get_response
        # Typed as Any: what it is asked is Django's own, which its stubs leave out.
        self._csrf: Any = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        """Take a form without a token where its view says so and Origin is ours."""
        if not hasattr(view, ON_SHARED_PAGES) or request.method != "POST" or CSRF in request.POST:
            return
        if "Origin" in request.headers and self._csrf._origin_verified(request):  # noqa: SLF001  there is no other way to ask
            setattr(request, "csrf_processing_done", True)  # noqa: B010  what Django's asks first


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


class NotAllowedMiddleware:
    """Gives a person a page where a view answers 405 alone: browsers show one of their own for it, without a way on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; programs that put and delete read no page."""
        response = self._get_response(request)
        is_bare = (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.streaming and not response.content
        )
        return method_not_allowed(request, response) if is_bare and request.method in {"GET", "POST"} else response


SCREENS = {"configurationvalue": "Configuration"}
# Requests of the shop change nothing that history keeps: their statements go without its context.
ADMIN_PATH = re.compile(r"^/admin/(?P<app>[a-z_]+)/(?P<model>[a-z_]+)/")


class AdminHistoryMiddleware(HistoryMiddleware):
    """Adds user and screen to every change made through the admin."""

    def __call__(self, request: HttpRequest) -> Any:
        """Serve the request, inside a history context when it may change something in the admin: no page changes what it shows."""
        if request.method != "GET" and ADMIN_PATH.match(request.path):
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
