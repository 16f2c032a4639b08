"""What the pages at the doors share: their frame, who stands before them, and where they lead on to."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def door(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """Return the page `admin/doors/<name>.html`."""
    context = {**admin.site.each_context(request), **context, "next": leads_to(request)}
    return render(request, f"admin/doors/{name}.html", context)


def staff_at(request: HttpRequest) -> User | None:
    """Return the member of staff who has logged in, whether or not a second factor is still owed."""
    user = request.user
    return user if user.is_active and user.is_staff else None


def leads_to(request: HttpRequest) -> str:
    """Return the address of ours that `next` names, else the dashboard."""
    where = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if is_ours else reverse("admin:index")
