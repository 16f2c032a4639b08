"""Forms of the admin that were sent when their person was not logged in any more: kept, and shown to the same person again.

Nothing is done by it: what was typed stands in the form again, and a click with a fresh token sends it.
"""

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from catalog.actions.posted_form import KEPT, MOST_FORMS, keep_form, take_form
from catalog.forms.hidden_fields import WHO, FormOwner, form_owner
from catalog.forms.once import CSRF, SECRET
from catalog.rules.text import InvalidTextError
from inventory_site.cookie_names import cookie_name

COOKIE = "kept_forms"
TYPED_KEPT = "What you typed is kept."
SESSION_ENDED = "Your session has ended."
ENDED = f"{SESSION_ENDED} Log in again."
ENDED_KEPT = f"{SESSION_ENDED} Log in again; what you typed is kept."
PASSWORD_FIRST = "Nothing was done yet: your password is asked first."  # noqa: S105  a sentence
PASSWORD_FIRST_KEPT = f"{PASSWORD_FIRST} {TYPED_KEPT}"
NOT_YOURS = "That form was opened by somebody else who was logged in here. Nothing was done."
STANDS_BELOW = f"{TYPED_KEPT} It is not saved yet: please check it, and save it."
# What the last word of an address that only takes forms means to staff.
VERBS = {
    "hold": "Hold",
    "unhold": "Unhold",
    "cancel": "Cancel",
    "email": "Send Email",
    "front": "Move to front",
    "place": "Save the place",
    "tracking": "Save Tracking",
    "deliver": "Deliver",
}


@dataclass(frozen=True)
class TypedAgain:
    """A kept form, on the page where it stood. `fields` are (name, value); `files` have to be chosen again."""

    text: str
    button: str
    action: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    has_secrets: bool


def session_over(request: HttpRequest) -> HttpResponse:
    """Keep the posted form, and lead to the login, which says why and leads on to the page where the form stood."""
    return _leads_back(request, reverse("admin:login"), ENDED, ENDED_KEPT)


def password_first(request: HttpRequest) -> HttpResponse:
    """Keep the form, when one was posted, and ask for the password; it leads on to the page that was asked for."""
    where = reverse("admin:password_again")
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), where)
    return _leads_back(request, where, PASSWORD_FIRST, PASSWORD_FIRST_KEPT)


def _leads_back(request: HttpRequest, where: str, said: str, said_if_kept: str) -> HttpResponse:
    owner = form_owner(request)
    if owner is None or request.headers.get("X-Requested-With"):
        messages.warning(request, said)
        return redirect_to_login(_came_from(request), where)
    response = redirect_to_login(owner.page, where)
    messages.warning(request, said_if_kept if _kept(request, owner, response) else said)
    return response


def shown_again(request: HttpRequest, owner: FormOwner) -> HttpResponse:
    """Keep the posted form of somebody who is logged in, and lead to its page, where it is shown with a fresh token."""
    response = HttpResponseRedirect(owner.page)
    _kept(request, owner, response)
    return response


def not_yours(request: HttpRequest, owner: FormOwner) -> HttpResponse | None:
    """Refuse a form that was made for another person than the one who is logged in; None when it is theirs."""
    if owner.user == request.user:
        return None
    messages.error(request, NOT_YOURS)
    return HttpResponseRedirect(owner.page)


def typed_again(request: HttpRequest) -> TypedAgain | None:
    """Return what this person typed on this page before the session ended; once."""
    if request.method != "GET" or _name() not in request.COOKIES or not isinstance(request.user, User):
        return None
    if not hasattr(request, COOKIE):
        tokens, page = _tokens(request), request.get_full_path()
        kept = take_form(tokens=tokens, owner=request.user, page=page, now=timezone.now()) if tokens else None
        again = kept and _again(kept.path, kept.page, [(name, value) for name, value in kept.fields], kept.files)
        setattr(request, COOKIE, again)
    found: TypedAgain | None = getattr(request, COOKIE)
    return found


def is_of_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return url_has_allowed_host_and_scheme(sender, {request.get_host()}, require_https=request.is_secure()) and bool(
        urlsplit(sender).netloc
    )


def _kept(request: HttpRequest, owner: FormOwner, response: HttpResponse) -> bool:
    """Keep what was posted, and let `response` say where; False when it cannot be kept: no person typed such characters."""
    fields = [
        (name, value)
        for name in request.POST
        if name not in {CSRF, WHO} and not _is_secret(name)
        for value in request.POST.getlist(name)
    ]
    files = [str(file.name) for name in request.FILES for file in request.FILES.getlist(name)]
    if any(_is_secret(name) for name in request.POST):
        fields.append((SECRET_LEFT_OUT, "1"))
    address, now = request.get_full_path(), timezone.now()
    try:
        kept = keep_form(owner=owner.user, path=address, page=owner.page, fields=fields, files=files, now=now)
    except InvalidTextError:
        return False
    tokens = [str(token) for token in (*_tokens(request), kept.pk)][-MOST_FORMS:]
    response.set_cookie(
        _name(),
        ".".join(tokens),
        max_age=KEPT,
        path=reverse("admin:index"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return True


SECRET_LEFT_OUT = "secret-left-out"  # noqa: S105  the name of a mark, no secret


def _name() -> str:
    """Return the cookie's name; it is for the admin's pages only."""
    return cookie_name(COOKIE, is_secure=settings.SESSION_COOKIE_SECURE, is_everywhere=False)


def _is_secret(name: str) -> bool:
    return any(part in name for part in SECRET)


def _tokens(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.COOKIES.get(_name(), "").split(".")[:MOST_FORMS]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _again(path: str, page: str, fields: list[tuple[str, str]], files: list[str]) -> TypedAgain:
    is_own_page = urlsplit(path).path == urlsplit(page).path
    last = [part for part in urlsplit(path).path.split("/") if part and not part.isdecimal()][-1]
    verb = VERBS.get(last, last.replace("-", " ").capitalize())
    return TypedAgain(
        text=STANDS_BELOW if is_own_page else f"{verb} was not done because your session had ended.",
        button="Send it now" if is_own_page else f"{verb} now",
        action=path,
        page=page,
        fields=tuple((name, value) for name, value in fields if name != SECRET_LEFT_OUT),
        files=tuple(files),
        has_secrets=any(name == SECRET_LEFT_OUT for name, _ in fields),
    )


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours that sent the form, else the dashboard: never an address that only takes forms."""
    sender = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sender, {request.get_host()}, require_https=request.is_secure()):
        return reverse("admin:index")
    parts = urlsplit(sender)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or reverse("admin:index")
