"""What a shopper types at the door of the shop."""

from typing import Any

from allauth.account import forms as doors
from axes.utils import reset
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from catalog.forms.fields import refuse_misleading_line
from catalog.storefront.current_store import current_store
from inventory_site.login import log as security_log
from inventory_site.login.browser import client_address
from inventory_site.shoppers.account_mail import ask_for_account_mail
from inventory_site.shoppers.accounts import confirm, is_shopper
from inventory_site.shoppers.rules import Asked

LONGEST_EMAIL = 254
PASSWORD_HELP = "At least 10 characters, and not one that many use."  # noqa: S105  a sentence


def email_field() -> forms.EmailField:
    """Return the field of an address."""
    return forms.EmailField(
        label="E-mail",
        max_length=LONGEST_EMAIL,
        validators=[refuse_misleading_line],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def password_field(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    """Return the field of a password, which no page shows again."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, help_text=help_text, widget=widget)


class SignInForm(doors.LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Call the fields as the shop does."""
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = password_field("Password", autocomplete="current-password")


class SignUpForm(doors.SignupForm):  # type: ignore[misc]  # allauth carries no types
    """An address alone: the password is chosen by who reads its mails, and by nobody who only knows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the password."""
        super().__init__(*args, **kwargs)
        del self.fields["password1"]
        self.fields["email"] = email_field()

    def clean_email(self) -> str:
        """Return the address, asking nobody whether it has an account: the page says nothing of it."""
        return str(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Judge no password."""
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Leave all of it to the worker."""
        ask(request, self.cleaned_data["email"], Asked.ACCOUNT)
        return None, redirect("account_reset_password_done")


class ForgottenForm(doors.ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    """The address of an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Call the field as the shop does."""
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field()

    def clean_email(self) -> str:
        """Return the address: the worker finds out whose it is."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Leave all of it to the worker."""
        email: str = self.cleaned_data["email"]
        ask(request, email, Asked.PASSWORD)
        return email


def ask(request: HttpRequest, email: str, asked: Asked) -> None:
    """Keep that a mail was asked for at this website, from this network address."""
    website, address = current_store(request).website, client_address(request)
    ask_for_account_mail(email=email, asked=asked, website=website, address=address, now=timezone.now())


class LinkForm(doors.UserTokenForm):  # type: ignore[misc]  # allauth carries no types
    """The link that was mailed. It opens no account of staff, nor one that was closed meanwhile."""

    def clean(self) -> dict[str, Any]:
        """Refuse the link of who is no shopper, or is out, as one that is too old."""
        cleaned: dict[str, Any] = super().clean()
        if not (self.reset_user.is_active and is_shopper(self.reset_user)):
            raise doors.get_adapter().validation_error("invalid_password_reset")
        return cleaned


class ChoosePasswordForm(doors.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Call the fields as the shop does."""
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "Password"
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = "The same password again"
        for field in self.fields.values():
            field.widget.attrs = {"autocomplete": "new-password"}

    def save(self) -> None:
        """Keep the password, and that its person reads the mails to the address. What strangers tried is forgotten."""
        super().save()
        confirm(self.user)
        reset(username=self.user.get_username())
        security_log.changed("Password of a shopper chosen by a mailed link", of=self.user, by=self.user)
