"""A form is done once, however often it is sent, and tried again when the database is busy.

What is sent twice is done once: the one mechanism for every form of admin and shop.

Each form carries a key (`catalog.forms.hidden_fields`). The key is used up in the transaction that writes the form's effect,
so that no crash leaves one without the other. A double click waits for its twin and gets the same answer, and so does the same
request that comes later; a form that was refused uses up nothing. As all of it is one transaction, it is tried once more when the
database was only busy: even when the commit's answer was lost, the key says whether it is done. One that names a row which is
deleted in the same moment is shown again, with nothing done.
Work of one transaction, tried once more when the database was only busy: the shopper sees nothing of a deadlock.
"""

import logging
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from catalog.actions.posted_form import use_key
from catalog.forms.hidden_fields import KEY, ON_SHARED_PAGES, WHO, posted_key
from catalog.models import UsedKey
from catalog.queries.database_errors import PASSING, is_worth_another_try, names_a_gone_row

CSRF = "csrfmiddlewaretoken"
# What the page adds to a form by itself: nobody typed it.
FRAME = frozenset({KEY, CSRF, WHO})
# The attribute of a view that says why sending its form again does no harm.
REASON = "harmless_because"
# The attribute of a view that works in steps, each in a transaction of its own.
STEPS = "works_in_steps"
SECRET = ("password", "card_")

AGAIN = "This form had been sent before. It was not done a second time; this is the answer that it got."
NO_KEY = "Nothing has been done yet. The page was opened a while ago, and we cannot tell any more whether it has been sent before."
CHANGED = (
    "You sent this form before, and it was done. It holds something else now, and of that nothing has been done yet."
)
GONE = (
    "Something that this form names was deleted in the same moment, or is named by something new. Nothing has been done. Please"
    " look at it once more."
)

type View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asked:
    """What the page says that asks before a form is sent: `fields` are (name, value) as typed, None when they are secret.

    `address` is where it is sent, `back` the page that it came from, empty when that is not known.
    """

    text: str
    address: str
    back: str
    fields: tuple[tuple[str, str], ...] | None


def harmless[V: Callable[..., Any]](reason: str) -> Callable[[V], V]:
    """Except a view from the mechanism; `reason` says why sending its form again changes nothing."""

    def marked(view: V) -> V:
        setattr(view, REASON, reason)
        return view

    return marked


def in_steps[V: Callable[..., Any]](view: V) -> V:
    """Mark a view that asks `is_first` in the transaction of each of its steps: its form is no transaction as a whole."""
    setattr(view, STEPS, True)
    return view


def is_first(request: HttpRequest, step: object) -> bool:
    """Use up the key of one step of the posted form; False: a twin of this request has done it."""
    key = f"{_key(request)}:{_body(request)[:8]}:{step}"
    return use_key(key, path=request.get_full_path(), by=_user(request), now=timezone.now()).is_first


def once(view: View, *, asks: Callable[[HttpRequest, Asked], HttpResponse], remembers: str = "") -> View:
    """Return `view` that does a posted form once. A redirect is its answer, unless all that it says are errors.

    Any other page shows the form again and used nothing up. `asks` builds the page for a form without a key, or with a used key
    and other contents: it is never done unasked, and what was typed is not lost. The session's values whose names begin with
    `remembers` belong to the answer.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or hasattr(view, REASON):
            return view(request, *args, **kwargs)
        is_strangers = hasattr(view, ON_SHARED_PAGES) and not request.COOKIES
        key = _key(request) or (str(uuid4()) if is_strangers else None)
        if key is None:
            return asks(request, asked(request, NO_KEY))
        path, body, by = request.get_full_path(), _body(request), _user(request)
        if hasattr(view, STEPS) and not UsedKey.objects.filter(key=key).exists():
            response = view(request, *args, **kwargs)
            with transaction.atomic():
                _keep(use_key(key, path=path, body=body, by=by, now=timezone.now()).row, request, response, {})
            return response

        def done() -> HttpResponse:
            with transaction.atomic():
                use = use_key(key, path=path, body=body, by=by, now=timezone.now())
                if use.is_first:
                    response = view(request, *args, **kwargs)
                    _keep(use.row, request, response, dict(_named(request, remembers)))
                    return response
            if (use.row.body, use.row.by) != (body, by):
                return asks(request, asked(request, CHANGED))
            return _again(request, use.row)

        try:
            return tried_again(request, done)
        except IntegrityError as error:
            return asks(request, asked(request, _gone(request, error)))

    return answered


def _key(request: HttpRequest) -> str | None:
    """Return the key that was sent, bound to the address; None without one. A key holds for one order only."""
    sent = posted_key(request)
    return None if sent is None else f"{sent}:{sha256(request.get_full_path().encode()).hexdigest()[:16]}"


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _body(request: HttpRequest) -> str:
    """Return a mark of all that was typed. Keyed: from a plain hash a short password could be guessed."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in FRAME)
    return salted_hmac("catalog.forms.once", repr(typed), algorithm="sha256").hexdigest()


def _named(request: HttpRequest, prefix: str) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in request.session.items() if name.startswith(prefix)] if prefix else []


def _keep(row: UsedKey, request: HttpRequest, response: HttpResponse, remembered: Mapping[str, Any]) -> None:
    """Keep the answer beside the key, or free the key when nothing was done."""
    said = list(_said(request))
    levels = {message.level for message in said}
    if isinstance(response, HttpResponseRedirect) and (messages.SUCCESS in levels or messages.ERROR not in levels):
        row.location = response.url
    elif "popup_response" in str(getattr(response, "template_name", "")):
        row.location = request.get_full_path()  # the admin's popup, which closes itself
    else:
        row.delete()
        return
    row.said = said
    row.remembered = dict(remembered)
    row.save(update_fields=("location", "said", "remembered"))


def _gone(request: HttpRequest, error: IntegrityError) -> str:
    """Return what to say of a form that the commit refused; raises `error` again when the reason is another."""
    if not names_a_gone_row(error):
        raise error
    # The rolled back transaction had announced a success: take that message back.
    del _said(request)[:]
    return GONE


def _said(request: HttpRequest) -> list[Any]:
    storage: Any = messages.get_messages(request)
    said: list[Any] = storage._queued_messages  # noqa: SLF001  reading them would take them away
    return said


def _again(request: HttpRequest, row: UsedKey) -> HttpResponse:
    for name, value in row.remembered.items():
        request.session[name] = value
    messages.info(request, AGAIN)
    for message in row.said:
        messages.add_message(request, message.level, message.message, extra_tags=message.extra_tags)
    return HttpResponseRedirect(row.location)


def asked(request: HttpRequest, text: str) -> Asked:
    """Return what the page says that asks before a form is sent: what was typed, unless something of it is secret."""
    names = [name for name in request.POST if name not in FRAME]
    is_secret = any(part in name for name in names for part in SECRET)
    fields = tuple((name, value) for name in names for value in request.POST.getlist(name))
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return Asked(text, request.get_full_path(), came_from if is_ours else "", None if is_secret else fields)


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
