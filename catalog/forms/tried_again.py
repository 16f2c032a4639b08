"""Work of one transaction, tried once more when the database was only busy: the shopper sees nothing of a deadlock."""

import logging
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest

from catalog.queries.passing_errors import PASSING, is_worth_another_try

log = logging.getLogger(__name__)


def tried_again[T](request: HttpRequest, act: Callable[[], T]) -> T:
    """Return the answer of `act`, a transaction as a whole or done once by a key; after an error that passes, that of a second try.

    What the first try left in the request (messages, the session, read files) is put back as it was. The second error is raised.
    """
    put_back = _kept(request)
    try:
        return act()
    except PASSING as error:
        put_back()
        if not is_worth_another_try(error):
            raise
        log.warning("%s %s is tried once more: %s", request.method, request.path, error)
    if not connection.is_usable():
        # Lost: the second try gets another.
        connection.close()
    try:
        return act()
    except PASSING:
        put_back()
        raise


def _kept(request: HttpRequest) -> Callable[[], None]:
    """Note what a view may change of the request, and return what puts it back."""
    storage: Any = messages.get_messages(request)
    said = list(storage._queued_messages)  # noqa: SLF001  reading them would take them away
    # Typed as Any: a session's own parts, which no public name puts back.
    session: Any = request.session
    values, key, is_modified = deepcopy(dict(session.items())), session.session_key, session.modified

    def put_back() -> None:
        storage._queued_messages[:] = said  # noqa: SLF001
        session._session_key, session._session_cache = key, deepcopy(values)  # noqa: SLF001
        session.modified = is_modified
        for name in request.FILES:
            for file in request.FILES.getlist(name):
                file.seek(0)

    return put_back
