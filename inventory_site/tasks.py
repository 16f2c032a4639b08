"""What the background worker does for the site."""

from typing import Any

from django.contrib.auth.forms import PasswordResetForm
from django.tasks import task
from django.utils import timezone

from backorders.actions.attempt import attempt
from inventory_site.login.forgotten_password import StaffPasswordForm
from inventory_site.models import AccountMail, PasswordMail
from inventory_site.shoppers.account_mail import send


@task()
def send_password_mail(mail_id: int) -> None:
    """Send a link for a new password to the member of staff with this address, when it is due; nothing when there is none."""
    attempt(model=PasswordMail, pk=mail_id, act=_send, clock=timezone.now)


@task()
def send_account_mail(mail_id: int) -> None:
    """Send a shopper the link to choose a password, when it is due; nothing when nothing is to be said."""
    attempt(model=AccountMail, pk=mail_id, act=send, clock=timezone.now)


def _send(mail: PasswordMail) -> None:
    form: PasswordResetForm = StaffPasswordForm({"email": mail.email})
    told: dict[str, Any] = {"request_key": str(mail.request_key), "is_first": mail.is_first}
    if form.is_valid():
        form.save(
            domain_override=mail.domain,
            use_https=mail.is_secure,
            subject_template_name="admin/doors/password_mail_subject.txt",
            email_template_name="admin/doors/password_mail.txt",
            extra_email_context=told,
        )
