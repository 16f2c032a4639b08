"""The site: puts catalog and backorders together."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_delete

from inventory_site.private_files import private_mode, tighten


class InventorySiteConfig(AppConfig):
    """Holds the `demo` command and the system checks."""

    name = "inventory_site"
    verbose_name = "Salable"

    def ready(self) -> None:
        """Register the system checks, and the roles; close what lies in `.data`."""
        from axes.signals import user_locked_out

        from backorders.tasks.outbox import DRAINS
        from inventory_site.checks import refuse_laptop_settings  # settings are read only now
        from inventory_site.login import log as security_log
        from inventory_site.login.session import begun_now
        from inventory_site.login.staff_accounts import refuse_with_traces
        from inventory_site.models import AccountMail, PasswordMail
        from inventory_site.provider_patience import be_patient_no_longer
        from inventory_site.roles import install_roles
        from inventory_site.secret_fields import refuse_screens_that_ask_secrets
        from inventory_site.tasks import send_account_mail, send_password_mail

        DRAINS[PasswordMail] = send_password_mail
        DRAINS[AccountMail] = send_account_mail
        be_patient_no_longer()
        user_login_failed.connect(security_log.login_failed)
        user_logged_in.connect(security_log.logged_in)
        user_logged_in.connect(begun_now)
        user_locked_out.connect(security_log.locked_out)
        register(refuse_laptop_settings, Tags.security)
        register(refuse_screens_that_ask_secrets, Tags.admin)
        # Staff who did anything are made inactive, not deleted, from wherever.
        pre_delete.connect(refuse_with_traces, sender="auth.User")
        # The roles name permissions of catalog and backorders: they are made when the last of these has its tables.
        post_migrate.connect(install_roles, sender=apps.get_app_config("backorders"))
        tighten(settings.BASE_DIR / ".data", private_mode())
