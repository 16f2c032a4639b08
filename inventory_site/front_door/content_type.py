"""Content-Type, read before Django makes a request of it: there a strange charset is an error that no page can answer.

`Content-Type: text/plain; charset=zlib` ended a request in an empty 500, at every address: Django reads the address in the charset
of the body while it makes the request. What it is given from here is the kind and the boundary alone; what could not be read stands
in a header of its own, and `inventory_site.middleware` refuses it with a page.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

# A visitor who sends it himself only gets refused.
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
