"""The second step of a login, and the page on which a second factor is set up."""

from typing import Any

import django_otp
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.widgets import UnfoldAdminTextInputWidget

from catalog.forms.once import harmless
from inventory_site import second_factor, security_log
from inventory_site.admin_site import under_admin_policy

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


@never_cache
@harmless("A code opens once, and who is in already is only led on.")
@under_admin_policy
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code of who has logged in by his password."""
    user = _staff(request)
    if user is None:
        return redirect_to_login(_next(request), reverse("admin:login"))
    if "leave" in request.POST:
        logout(request)
        return redirect("admin:login")
    if admin.site.has_permission(request):
        return redirect(_next(request))
    if not getattr(user, "has_factor", False):
        return redirect(f"{reverse('admin:second_factor_setup')}?{request.GET.urlencode()}")
    form = TokenForm(request.POST or None)
    if form.is_valid():
        device = second_factor.device_of(user, form.cleaned_data["token"])
        if device is not None:
            return _verified(request, device, redirect(_next(request)))
        security_log.second_factor_failed(request, user)
        form.add_error("token", WRONG)
    return _page(request, "second_step", title="One more step", form=form)


@never_cache
@harmless("A picture is confirmed once; new recovery codes replace those before, and only the last ones are shown.")
@under_admin_policy
def setup(request: HttpRequest) -> HttpResponse:
    """Set up a second factor, or show that there is one."""
    user = _staff(request)
    if user is None:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if getattr(user, "has_factor", False):
        if not admin.site.has_permission(request):
            return redirect(f"{reverse('admin:second_factor')}?{request.GET.urlencode()}")
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
    return _page(
        request,
        "setup",
        title="Set up your second factor",
        form=form,
        picture=second_factor.picture(user, key),
        key=second_factor.key_in_words(key),
        is_asked=getattr(user, "role_asks", False),
    )


def _settings(request: HttpRequest, user: User) -> HttpResponse:
    is_asked = getattr(user, "role_asks", False)
    if "codes" in request.POST:
        security_log.changed("Recovery codes replaced", of=user, by=user)
        return _codes(request, second_factor.new_codes(user=user))
    if "off" in request.POST and not is_asked:
        second_factor.take_off(user=user)
        security_log.changed("Second factor taken off", of=user, by=user)
        messages.success(request, TAKEN_OFF)
        return redirect("admin:index")
    left = second_factor.codes_left(user)
    return _page(request, "has_factor", title="Your second factor is on", left=left, is_asked=is_asked)


def _verified(request: HttpRequest, device: Any, response: HttpResponse) -> HttpResponse:
    """Keep that this session has shown the factor, under a new session number."""
    request.session.cycle_key()
    django_otp.login(request, device)
    return response


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return _page(request, "codes", title="Your recovery codes", codes=codes)


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), **context, "next": _next(request)}
    return render(request, f"admin/doors/{name}.html", context)


def _staff(request: HttpRequest) -> User | None:
    user = request.user
    return user if user.is_active and user.is_staff else None


def _next(request: HttpRequest) -> str:
    where = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if is_ours else reverse("admin:index")
