"""What the doors remember, and what the database keeps true of the accounts."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from backorders.models.outbox import RetriedRow, is_sent_or_has_a_try, next_try_default
from catalog.models import Website
from catalog.sql import trigger_texts
from inventory_site.shoppers.rules import Asked

_TEXTS = trigger_texts("inventory_site", "staff_account")


class RoleSecurity(models.Model):
    """What a role asks of its members before they come in."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="security")
    needs_second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.group}: {'second factor' if self.needs_second_factor else 'password'}"


class DefaultRole(models.Model):
    """A role that Salable brings along, by the name in `roles.py`, and the permissions (`<app>.<codename>`) it has given it so far.

    Each is given once: what staff take away stays away. `group` is the role, however it is called now; None: staff deleted it,
    or had one of that name before.
    """

    name = models.CharField(max_length=150, unique=True)
    group = models.OneToOneField(Group, on_delete=models.SET_NULL, null=True, related_name="+")
    given = models.JSONField[list[str], list[str]](default=list)

    def __str__(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """A browser that visits: in Django's own table, with what is known of the login in it, all of which is empty for visitors.

    `begun_at` is the time of the login, `last_used_at` that of the last request, by and large. `login` names it on pages: the key
    opens it, and changes while it lasts. `browser` is in words.
    """

    user = models.ForeignKey(User, on_delete=models.DB_CASCADE, null=True, related_name="+", db_index=False)
    login = models.UUIDField(null=True)
    begun_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=40, default="", db_default="")

    class Meta:
        # Taken over with the sessions in it: docs/decisions/0050.
        db_table = "django_session"
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user=None, login=None, begun_at=None, last_used_at=None, browser="")
                | Q(user__isnull=False, login__isnull=False, begun_at__isnull=False, last_used_at__isnull=False),
                name="session_knows_its_login_or_nobody",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user"], name="session_user", condition=Q(user__isnull=False))]

    def __str__(self) -> str:
        return self.browser or "A visitor's browser"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """Return what reads and writes the rows."""
        store: type[SessionStore] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class PasswordRequest(models.Model):
    """Somebody asked for a new password: kept for an hour, to count. `account` is the address that was typed."""

    account = models.CharField(max_length=254)
    address = models.GenericIPAddressField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "asked_at"], name="password_request_account"),
            models.Index(fields=["address", "asked_at"], name="password_request_address"),
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.asked_at}"


class PasswordMail(RetriedRow):
    """A mail with a link to choose a password that is to be sent, if somebody of staff has this address.

    The link is made when it is sent, and kept nowhere. `domain` and `is_secure`: how the shop was asked. `is_first`: the account
    is new, and its person did not ask.
    """

    email = models.CharField(max_length=254)
    domain = models.CharField(max_length=255)
    is_secure = models.BooleanField()
    asked_at = models.DateTimeField()
    is_first = models.BooleanField(default=False, db_default=False)
    next_try_at = models.DateTimeField(null=True, blank=True, default=next_try_default)

    class Meta:
        constraints: ClassVar = [is_sent_or_has_a_try("password_mail_not_forgotten")]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="password_mail_due", condition=Q(next_try_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.standing(now=timezone.now())}"


class AccountMail(RetriedRow):
    """A mail about an account of a shopper that is to be sent, as far as there is something to say: the worker finds out.

    Its link is made when it is sent, and kept nowhere; no screen shows the row. `website` is where it was asked for.
    """

    email = models.CharField(max_length=254)
    asked = models.CharField(max_length=10, choices=[(asked.value, asked.value) for asked in Asked])
    website = models.ForeignKey(Website, on_delete=models.DB_CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True, default=next_try_default)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            is_sent_or_has_a_try("account_mail_not_forgotten"),
            models.CheckConstraint(
                condition=Q(asked__in=[asked.value for asked in Asked]), name="account_mail_asked_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="account_mail_due", condition=Q(next_try_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.standing(now=timezone.now())}"


class StaffAccount(User):
    """A user, seen as an account that opens the admin. The database keeps one active superuser, whoever writes.

    Two who take the right away from each other at the same moment wait for one another: the second sees what the first did.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = (
            pgtrigger.Trigger(
                name="keep_former_name",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("username", "first_name", "last_name"),
                func=_TEXTS["keep_former_name"],
            ),
            pgtrigger.Trigger(
                name="keep_a_superuser",
                when=pgtrigger.After,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.is_superuser AND OLD.is_active AND OLD.is_staff"),
                func=_TEXTS["keep_a_superuser"],
            ),
        )
