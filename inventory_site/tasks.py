"""What the background worker does for the site."""

from django.contrib.auth.forms import PasswordResetForm
from django.tasks import task

from inventory_site.forgotten_password import StaffPasswordForm


@task()
def send_password_mail(email: str, domain: str, *, is_secure: bool) -> None:
    """Send a link for a new password to the member of staff with this address; nothing when there is none."""
    form: PasswordResetForm = StaffPasswordForm({"email": email})
    if form.is_valid():
        form.save(
            domain_override=domain,
            use_https=is_secure,
            subject_template_name="admin/doors/password_mail_subject.txt",
            email_template_name="admin/doors/password_mail.txt",
        )
