"""A forgotten password: ask for a link by mail, choose a new one."""

from typing import Any, cast

from axes.utils import reset
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from unfold.widgets import UnfoldAdminPasswordWidget

from inventory_site.login import log as security_log
from inventory_site.login.browser import client_address
from inventory_site.login.doors import Door
from inventory_site.login.forgotten_password import StaffPasswordForm, ask_for_mail
from inventory_site.shoppers.accounts import confirm


class NewPasswordForm(SetPasswordForm[User]):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress the fields."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})


class _Page:
    """A page at the door, in the admin's look."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every page of the admin shows."""
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}  # type: ignore[misc]  # the view's


class AskForLink(_Page, views.PasswordResetView):
    """Takes an address, and says the same whether it is a member of staff's or not, and whether a mail leaves or not."""

    form_class = StaffPasswordForm
    template_name = "admin/doors/forgotten.html"
    success_url = reverse_lazy("admin:password_reset_done")
    title = "Forgot your password?"

    def form_valid(self, form: Any) -> HttpResponse:
        """Leave it to the worker to look the account up: the answer takes as long for a stranger's address."""
        ask_for_mail(
            email=form.cleaned_data["email"],
            address=client_address(self.request),
            domain=self.request.get_host(),
            is_secure=self.request.is_secure(),
            now=timezone.now(),
        )
        return super(views.PasswordResetView, self).form_valid(form)


class LinkAskedFor(_Page, views.PasswordResetDoneView):
    """Says that a mail is on its way, if there is such an account."""

    template_name = "admin/doors/asked.html"


class ChoosePassword(_Page, views.PasswordResetConfirmView):
    """Takes the new password from who has the link."""

    form_class = NewPasswordForm
    template_name = "admin/doors/choose_password.html"
    success_url = reverse_lazy("admin:password_reset_complete")

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the member try the new password at once: what strangers tried with his name is forgotten.

        The link was mailed: who has it reads the mails to the address, which is then confirmed in the shop, too.
        """
        member = cast("User", self.user)  # whoever has no valid link was answered before
        reset(username=member.get_username())
        confirm(member)
        security_log.changed("Password changed by a mailed link", of=member, by=member)
        return super().form_valid(form)


class PasswordChosen(_Page, views.PasswordResetCompleteView):
    """Leads to the login."""

    template_name = "admin/doors/password_chosen.html"


SENTENCE = "It only shows a sentence, and takes no form."
# Unfold's login links to `admin_password_reset`.
PASSWORD_DOORS = (
    Door(
        "password-reset/",
        "admin_password_reset",
        AskForLink.as_view(),
        "Each may send a mail; how many is limited by account and by address.",
    ),
    Door("password-reset/asked/", "password_reset_done", LinkAskedFor.as_view(), SENTENCE),
    Door(
        "password-reset/<uidb64>/<token>/",
        "password_reset_confirm",
        ChoosePassword.as_view(),
        "The link is good for one new password: it ends with it.",
    ),
    Door("password-reset/done/", "password_reset_complete", PasswordChosen.as_view(), SENTENCE),
)
