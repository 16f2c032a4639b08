"""Requests that can be read: their type, their encoding, their size.

What comes before our forms: a request that cannot be read is refused with 400 before anything is asked or done.

Django reads a body when somebody first asks for it, which may be in the middle of an error page, and reads numbers of rows and
NUL characters only where they hurt. Here each of them is judged once, for every address.
Content-Type, read before Django makes a request of it: there a strange charset is an error that no page can answer.

`Content-Type: text/plain; charset=zlib` ended a request in an empty 500, at every address: Django reads the address in the charset
of the body while it makes the request. What it is given from here is the kind and the boundary alone; what could not be read stands
in a header of its own, and the middleware below refuses it with a page.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from catalog.rules.shown_form import claims_too_many

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


# A visitor who sends it himself is refused: nothing is won by that.
PROBLEM = "X-Salable-Unreadable"
BOUNDARY = re.compile(r";\s*boundary\s*=\s*(\"[^\"]*\"|[^;\s]*)", re.IGNORECASE)
CHARSET = re.compile(r";\s*charset[*0-9]*\s*=\s*\"?([^;\"]*)", re.IGNORECASE)
# Names under which text in UTF-8 comes.
UTF_8 = {"utf-8", "utf8", "us-ascii"}
LONGEST = 300

type Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def read_content_type(text: str) -> tuple[str, str]:
    """Return (what Django is given, what is wrong with it, empty when nothing is)."""
    kind = text.partition(";")[0].strip()
    charset = CHARSET.search(text)
    problem = "charset" if charset is not None and charset[1].strip().lower() not in UTF_8 else ""
    if len(text) > LONGEST:
        return "", "length"
    boundary = BOUNDARY.search(text)
    return (kind if boundary is None else f"{kind}; boundary={boundary[1]}"), problem


def wsgi_in_utf_8(application: Wsgi) -> Wsgi:
    """Serve `application` with what can be read."""

    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return application(readable_environ(environ), start_response)

    return answered


def readable_environ(environ: dict[str, Any]) -> dict[str, Any]:
    """Return the environment of a request with its Content-Type read."""
    kind, problem = read_content_type(environ.get("CONTENT_TYPE", ""))
    named = "HTTP_" + PROBLEM.upper().replace("-", "_")
    return {**environ, "CONTENT_TYPE": kind, **({named: problem} if problem else {})}
