"""The pages at the doors: who stands before them, and the password that is asked again.

The password is asked again before a change of who may come in: a browser that was left open is nobody's word.

What was typed meanwhile is kept, as when a session ends.
What the pages at the doors share: their frame, who stands before them, and where they lead on to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from unfold.widgets import UnfoldAdminPasswordWidget

from catalog.forms.once import harmless
from inventory_site.admin_site import under_admin_policy
from inventory_site.login.session import shown_now

NOT_IT = "That is not your password."


@dataclass(frozen=True)
class Door:
    """A page for who is not in yet, below `admin/`: it asks no permission. `harmless_because` says why its form needs no key."""

    address: str
    name: str
    view: Callable[..., Any]
    harmless_because: str

    def url(self) -> URLPattern:
        """Return the address with the view under the admin's policy, and kept by no browser."""
        view = never_cache(harmless(self.harmless_because)(under_admin_policy(self.view)))
        # By this the tests know the doors.
        view.__dict__["door"] = self
        return path(self.address, view, name=self.name)


class PasswordAgainForm(forms.Form):
    """The password of who is logged in."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password", "autofocus": ""}),
    )


def password_again(request: HttpRequest) -> HttpResponse:
    """Ask for the password of who is logged in, and lead on. Wrong ones count as at the login."""
    user = staff_at(request)
    if user is None or (getattr(user, "has_factor", False) and not admin.site.has_permission(request)):
        return redirect_to_login(leads_to(request), reverse("admin:login"))
    form = PasswordAgainForm(request.POST or None)
    if form.is_valid():
        name, password = user.get_username(), form.cleaned_data["password"]
        if authenticate(request, username=name, password=password) == user:
            request.session.cycle_key()
            shown_now(request)
            return redirect(leads_to(request))
        form.add_error("password", NOT_IT)
    return door(request, "password_again", title="Your password again", form=form)


PASSWORD_AGAIN = Door(
    "password-again/",
    "password_again",
    password_again,
    "It notes that the person is still there, and changes nothing else.",
)


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
