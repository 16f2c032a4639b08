"""What comes before our forms: a request that cannot be read is refused with 400 before anything is asked or done.

Django reads a body when somebody first asks for it, which may be in the middle of an error page, and reads numbers of rows and
NUL characters only where they hurt. Here each of them is judged once, for every address.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from catalog.rules.shown_form import claims_too_many
from inventory_site.content_type import PROBLEM, UTF_8

NUL = "\0"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

type Answer = Callable[[HttpRequest], HttpResponse]


class ReadableRequests:
    """The first middleware of ours; the answers are those of `handler400`."""

    def __init__(self, get_response: Answer) -> None:
        """Stand before everything that reads a request."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an address or a charset that cannot be read; forget cookies that no browser would keep."""
        for name in [name for name, value in request.COOKIES.items() if not f"{name}{value}".isprintable()]:
            # Who has a damaged cookie is a visitor without one: refused, he could never come back.
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
