"""What a refused, missing or broken page looks like: the admin's under /admin/, the shop's everywhere else."""

import logging
import sys
from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults

from catalog.forms.hidden_fields import KEY, WHO
from catalog.forms.once import asked
from catalog.queries.database_errors import PASSING
from catalog.storefront.once_in_shop import ask_in_shop
from inventory_site.admin_menu import has_role
from inventory_site.admin_site import no_role_words, under_admin_policy
from inventory_site.logs import request_id

TOO_BIG = RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
SECONDS_TO_PASS = 5
log = logging.getLogger(__name__)
NOT_ALLOWED = (
    "You need a role for this page",
    "Your account may not open it, or may not do this here. Ask whoever gives out the roles.",
)
NO_COOKIE = (
    "Nothing was done. The form was not accepted, because your browser did not send the cookie that belongs to it: it was deleted,"
    " or cookies are blocked. The shop needs them for your cart and its forms."
)
NOT_FOUND = (
    "There is no such page",
    "It may have moved, or what it showed was deleted meanwhile.",
)
NO_PAGE = (
    "There is nothing to see here",
    "This address takes a form that one of our pages sends. Nothing was done.",
)
NO_FORM = (
    "Nothing can be sent here",
    "This address is a page to read. Nothing was done.",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot even be read, with 400, and what is too much, with 413. It asks nobody anything: the host may be wrong."""
    if isinstance(exception, TOO_BIG):
        return HttpResponse(render_to_string(_place(request, "413.html")), status=413)
    return defaults.bad_request(request, exception, _place(request, "400.html"))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403; who has no role at all is told that, whatever was asked for."""
    if is_admins(request) and admin.site.has_permission(request) and not has_role(request):
        return _without_frame(request, no_role_words(request), status=403)
    if is_admins(request):
        return _without_frame(request, NOT_ALLOWED, status=403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return (
        _admins(request, NOT_FOUND, status=404) if is_admins(request) else defaults.page_not_found(request, exception)
    )


def method_not_allowed(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """Answer 405 to who typed the address of a form, or sends one where none is taken; `bare` says what is (Allow)."""
    words = title, text = NO_FORM if request.method == "POST" else NO_PAGE
    page = (
        _admins(request, words, status=405)
        if is_admins(request)
        else render(request, "405.html", {"title": title, "text": text}, status=405)
    )
    page.headers["Allow"] = bare.headers["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the database is only busy. The page asks nobody anything: the database may be what is broken."""
    error = sys.exception()
    if isinstance(error, PASSING):
        return busy(request, error)
    # The id finds the error in the log.
    page = render_to_string(_place(request, "500.html"), {"request_id": request_id()})
    return HttpResponseServerError(page)


def busy(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503: try again. A form is offered as it was sent, with its own key: it is done once, however often it is sent.

    The page asks nobody anything: the database may be what is away. Cards, passwords and files are not repeated.
    """
    log.warning("%s %s has to be sent again: %s", request.method, request.path, error)
    fields: tuple[tuple[str, str], ...] | None = None
    if request.method == "POST":
        own = tuple((name, request.POST[name]) for name in (KEY, WHO) if name in request.POST)
        typed = None if request.FILES else asked(request, "").fields
        fields = None if typed is None else (*typed, *own)
    context = {
        "address": request.get_full_path(),
        "is_form": request.method == "POST",
        "fields": fields,
        "token": get_token(request),
    }
    headers = {"Retry-After": str(SECONDS_TO_PASS), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string(_place(request, "503.html"), context), status=503, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is missing or wrong. From a page of the shop itself, what was typed can be sent again.

    The browser says where a form came from (Origin): a form of another site is never offered again.
    """
    del reason
    if is_admins(request):
        return render(request, "admin/errors/csrf.html", status=403)
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    sent = asked(request, NO_COOKIE)
    return ask_in_shop(request, sent if is_ours else replace(sent, fields=None), status=403)


def is_admins(request: HttpRequest) -> bool:
    """Say whether the address is one of the back office."""
    return request.path_info.startswith(reverse("admin:index"))


def _place(request: HttpRequest, name: str) -> str:
    return f"admin/errors/{name}" if is_admins(request) else name


def _admins(request: HttpRequest, words: tuple[str, str], *, status: int) -> HttpResponse:
    """Say it inside the admin's frame to staff; who is not logged in sees the words alone."""
    title, text = words
    if not request.user.is_authenticated:
        return _without_frame(request, words, status=status)
    context = {**admin.site.each_context(request), "title": title, "text": text, "show_back_button": False}
    return _under_admin_policy(request, context, status)


def _without_frame(request: HttpRequest, words: tuple[str, str], *, status: int) -> HttpResponse:
    """Say it on a page of a few lines: the frame would ask what waits behind each line of its menu."""
    title, text = words
    context = {"title": title, "text": text, "username": request.user.get_username()}
    return HttpResponse(render_to_string("admin/errors/plain.html", context), status=status)


@under_admin_policy
def _under_admin_policy(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "admin/errors/refused.html", context, status=status)
