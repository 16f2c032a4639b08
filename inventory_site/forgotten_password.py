"""A forgotten password: whoever asks is told the same, and the worker finds out whether there is such an account."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.db import transaction
from unfold.widgets import UnfoldAdminEmailInputWidget

from inventory_site.login_rules import MAILS_COUNTED_FOR, may_send_password_mail
from inventory_site.models import PasswordRequest


class StaffPasswordForm(PasswordResetForm):
    """The address of a member of staff."""

    email = forms.EmailField(
        label="Email address", max_length=254, widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "email"})
    )

    def get_users(self, email: str) -> Iterable[User]:
        """Return the members of staff who may have a new password."""
        return [user for user in super().get_users(email) if user.is_staff]


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
