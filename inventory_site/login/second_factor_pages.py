"""The second step of a login, and the page on which a second factor is set up."""

from typing import Any

import django_otp
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.widgets import UnfoldAdminTextInputWidget

from inventory_site.error_pages.kept_forms import password_first
from inventory_site.login import log as security_log
from inventory_site.login import second_factor
from inventory_site.login.doors import Door, door, leads_to, staff_at
from inventory_site.login.session import is_shown_lately

WRONG = "That code is wrong or was used before, or it came too soon after a wrong one. Wait a moment, then type the next one."
NOT_YET = (
    "That code does not belong to this picture. Check that the clock of your phone is right, and type the next one."
)
TAKEN_OFF = "Your second factor is off. You log in by your password alone."
NEW_KEY = "new_factor_key"


class TokenForm(forms.Form):
    """A code of the app, or a recovery code."""

    token = forms.CharField(
        label="Code",
        max_length=20,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )


def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code of who has logged in by his password."""
    user = staff_at(request)
    if user is None:
        return redirect_to_login(leads_to(request), reverse("admin:login"))
    if "leave" in request.POST:
        logout(request)
        return redirect("admin:login")
    if admin.site.has_permission(request):
        return redirect(leads_to(request))
    if not getattr(user, "has_factor", False):
        return redirect(f"{reverse('admin:second_factor_setup')}?{request.GET.urlencode()}")
    form = TokenForm(request.POST or None)
    if form.is_valid():
        device = second_factor.device_of(user, form.cleaned_data["token"])
        if device is not None:
            return _verified(request, device, redirect(leads_to(request)))
        security_log.second_factor_failed(request, user)
        form.add_error("token", WRONG)
    return door(request, "second_step", title="One more step", form=form)


def setup(request: HttpRequest) -> HttpResponse:
    """Set up a second factor, or show that there is one."""
    user = staff_at(request)
    if user is None:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    has_factor = getattr(user, "has_factor", False)
    if has_factor and not admin.site.has_permission(request):
        return redirect(f"{reverse('admin:second_factor')}?{request.GET.urlencode()}")
    if not is_shown_lately(request):
        return password_first(request)
    if has_factor:
        return _settings(request, user)
    key = request.session.setdefault(NEW_KEY, second_factor.new_key())
    form = TokenForm(request.POST or None)
    if form.is_valid():
        codes = second_factor.set_up(user=user, key=key, token=form.cleaned_data["token"])
        if codes is not None:
            del request.session[NEW_KEY]
            security_log.changed("Second factor set up", of=user, by=user)
            device = TOTPDevice.objects.get(user=user)
            return _verified(request, device, _codes(request, codes))
        form.add_error("token", NOT_YET)
    return door(
        request,
        "setup",
        title="Set up your second factor",
        form=form,
        picture=second_factor.picture(user, key),
        key=second_factor.key_in_words(key),
        is_asked=getattr(user, "role_asks", False),
    )


def _settings(request: HttpRequest, user: User) -> HttpResponse:
    """Show the factor; what weakens it asks for a code, so that a browser left open is not enough."""
    is_asked = getattr(user, "role_asks", False)
    form = TokenForm(request.POST or None)
    if form.is_valid() and ("codes" in request.POST or ("off" in request.POST and not is_asked)):
        if second_factor.device_of(user, form.cleaned_data["token"]) is None:
            security_log.second_factor_failed(request, user)
            form.add_error("token", WRONG)
        elif "codes" in request.POST:
            security_log.changed("Recovery codes replaced", of=user, by=user)
            return _codes(request, second_factor.new_codes(user=user))
        else:
            second_factor.take_off(user=user)
            security_log.changed("Second factor taken off", of=user, by=user)
            messages.success(request, TAKEN_OFF)
            return redirect("admin:index")
    left = second_factor.codes_left(user)
    return door(request, "has_factor", title="Your second factor is on", form=form, left=left, is_asked=is_asked)


def _verified(request: HttpRequest, device: Any, response: HttpResponse) -> HttpResponse:
    """Keep that this session has shown the factor, under a new session number."""
    request.session.cycle_key()
    django_otp.login(request, device)
    return response


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return door(request, "codes", title="Your recovery codes", codes=codes)


SECOND_FACTOR_DOORS = (
    Door(
        "second-factor/",
        "second_factor",
        second_step,
        "A code opens once, and who is in already is only led on.",
    ),
    Door(
        "second-factor/setup/",
        "second_factor_setup",
        setup,
        "A picture is confirmed once; new recovery codes replace those before, and only the last ones are shown.",
    ),
)
