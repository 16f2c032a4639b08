"""The pages that show where a person is signed in, and end it: one's own, and for superusers anybody's."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from catalog.admin.pages import AdminPage, Shown
from catalog.queries.history import staff_name
from inventory_site.login.session import LOGIN
from inventory_site.login.signed_in import end_other_sessions, end_session, sessions_in_words, signed_in

TEMPLATE = "admin/staff/signed_in.html"
TITLE = "Signed-in browsers"
ENDED_BEFORE = "That session has ended already."
USED_NOW = "That is the browser that you are using. Log out to end it."
NO_OTHERS = "There was no other session any more."


def own_browsers(request: HttpRequest) -> HttpResponse | Shown:
    """Show the logins of who asks, or end some of them."""
    return _browsers(request, cast("User", request.user), back=reverse("admin:index"))


def browsers_of(request: HttpRequest, user: User) -> HttpResponse | Shown:
    """Show the logins of an account, or end some of them."""
    return _browsers(request, user, back=reverse("admin:auth_user_change", args=(user.pk,)))


OWN_BROWSERS = AdminPage("signed-in/", "signed_in_browsers", own_browsers, permission="", template=TEMPLATE)
BROWSERS_OF = AdminPage(
    "<int:pk>/signed-in/", "auth_user_signed_in", browsers_of, permission="end_sessions", template=TEMPLATE
)


def _browsers(request: HttpRequest, person: User, *, back: str) -> HttpResponse | Shown:
    here = _login(request.session.get(LOGIN, ""))
    if request.method == "POST":
        _end(request, person, here)
        return redirect(request.path)
    found = signed_in(of=person, here=here, now=timezone.now())
    is_own = person == request.user
    context = {
        "title": TITLE if is_own else f"{TITLE} of {staff_name(person)}",
        "is_own": is_own,
        "person": staff_name(person),
        "rows": found,
        "others": sum(not row.is_here for row in found),
        "back": back,
    }
    return Shown(context)


def _end(request: HttpRequest, person: User, here: uuid.UUID | None) -> None:
    by = cast("User", request.user)
    if "others" in request.POST:
        count = end_other_sessions(of=person, here=here, by=by)
        messages.success(request, f"Ended {sessions_in_words(count)}." if count else NO_OTHERS)
        return
    login = _login(request.POST.get("login", ""))
    if login is not None and login == here:
        messages.info(request, USED_NOW)
    elif login is not None and (browser := end_session(of=person, login=login, by=by)):
        messages.success(request, f"Ended the session in {browser}.")
    else:
        messages.info(request, ENDED_BEFORE)


def _login(text: str) -> uuid.UUID | None:
    """Return which login is meant; None for what names none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
