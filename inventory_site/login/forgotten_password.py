"""A password that is forgotten, or not chosen yet: a link to choose one, by mail.

Whoever asks at the door is told the same, and the worker finds out whether there is such an account.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from unfold.widgets import UnfoldAdminEmailInputWidget

from backorders.emails.message import message_id
from backorders.signals import outbox_row_due
from inventory_site.login.rules import MAILS_COUNTED_FOR, may_send_password_mail
from inventory_site.models import PasswordMail, PasswordRequest
from inventory_site.shoppers.accounts import as_compared


class StaffPasswordForm(PasswordResetForm):
    """The address of a member of staff."""

    email = forms.EmailField(
        label="Email address", max_length=254, widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "email"})
    )

    def get_users(self, email: str) -> Iterable[User]:
        """Return the members of staff with this address, also those who never chose a password, whom Django leaves out."""
        found = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
        return [user for user in found if as_compared(user.email) == as_compared(email)]

    def send_mail(  # noqa: PLR0917  Django's signature
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send it under one name at each try, and raise what goes wrong: Django would only log it, and the mail would be lost."""
        del html_email_template_name
        EmailMultiAlternatives(
            "".join(render_to_string(subject_template_name, context).splitlines()),
            render_to_string(email_template_name, context),
            from_email,
            [to_email],
            headers={"Message-ID": message_id(f"{context['request_key']}.{context['user'].pk}")},
        ).send()


@transaction.atomic
def may_ask(*, account: str, address: str, now: datetime) -> bool:
    """Keep that somebody asks for a new password; return whether a mail may be sent. What is too old is thrown away."""
    PasswordRequest.objects.filter(asked_at__lt=now - MAILS_COUNTED_FOR).delete()
    account = account.lower()
    may = may_send_password_mail(
        for_account=PasswordRequest.objects.filter(account=account).count(),
        of_address=PasswordRequest.objects.filter(address=address).count(),
    )
    if may:
        PasswordRequest.objects.create(account=account, address=address, asked_at=now)
    return may


@transaction.atomic
def ask_for_mail(*, email: str, address: str, domain: str, is_secure: bool, now: datetime) -> PasswordMail | None:
    """Keep that a mail is to be sent to `email`, whether or not it is somebody's; None when there were too many.

    Mails that were sent are forgotten after a while, and so are those that were given up: who still wants one asks again.
    """
    PasswordMail.objects.filter(next_try_at=None, asked_at__lt=now - MAILS_COUNTED_FOR).delete()
    if not may_ask(account=email, address=address, now=now):
        return None
    return _due(PasswordMail(email=email, domain=domain, is_secure=is_secure, asked_at=now))


@transaction.atomic
def mail_link(*, user: User, domain: str, is_secure: bool, is_first: bool, now: datetime) -> PasswordMail:
    """Keep that `user` is to be mailed a link, because somebody who answers for the account asks for it."""
    return _due(PasswordMail(email=user.email, domain=domain, is_secure=is_secure, is_first=is_first, asked_at=now))


def _due(mail: PasswordMail) -> PasswordMail:
    mail.save()
    outbox_row_due.send(PasswordMail, row=mail)
    return mail
