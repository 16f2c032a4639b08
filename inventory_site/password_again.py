"""The password is asked again before a change of who may come in: a browser that was left open is nobody's word.

What was typed meanwhile is kept, as when a session ends.
"""

from django import forms
from django.contrib import admin
from django.contrib.auth import authenticate
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from unfold.widgets import UnfoldAdminPasswordWidget

from catalog.forms.once import harmless
from inventory_site.admin_site import under_admin_policy
from inventory_site.doors import door, leads_to, staff_at
from inventory_site.session_times import shown_now

NOT_IT = "That is not your password."


class PasswordAgainForm(forms.Form):
    """The password of who is logged in."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password", "autofocus": ""}),
    )


@never_cache
@harmless("It notes that the person is still there, and changes nothing else.")
@under_admin_policy
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
