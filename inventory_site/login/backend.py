"""Who may log in, asked in one query a request; never with a password that stands in our documentation.

Shoppers and staff are known by one backend: what is counted, logged and refused at one door is so at the other.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.models import Website
from inventory_site.checks import public_hosts
from inventory_site.demo_processes.staff import PASSWORD


class StaffBackend(ModelBackend):
    """Django's accounts, with what the back office's door needs to know of each."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return whose name and password these are."""
        if password is not None and opens_nothing(password):
            return None
        found = super().authenticate(request, username, password, **kwargs)
        return None if found is None else self.get_user(found.pk)

    def get_user(self, user_id: int) -> User | None:
        """Return the account, when it is active."""
        user = with_confirmed_email(with_second_factor(User.objects.filter(pk=user_id))).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def with_second_factor(users: QuerySet[User]) -> QuerySet[User]:
    """Add `has_factor`, and `role_asks`: whether one of the roles asks for a factor."""
    return users.annotate(
        has_factor=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        role_asks=Exists(Group.objects.filter(user=OuterRef("pk"), security__needs_second_factor=True)),
    )


def with_confirmed_email(users: QuerySet[User]) -> QuerySet[User]:
    """Add `confirmed_email`: the address of the account once a mail to it was answered; None before, or when it is another."""
    mine = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, email=Lower(OuterRef("email")))
    return users.annotate(confirmed_email=Subquery(mine.values("email")[:1]))


def lacks_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether this session still owes the second factor: one was set up, or a role asks for it."""
    asked = getattr(user, "has_factor", False) or getattr(user, "role_asks", False)
    is_verified = getattr(user, "is_verified", None)
    return bool(asked) and not (is_verified is not None and is_verified())


KNOWN = "This password stands in Salable's documentation, and everybody knows it."
OF_THE_SHOP = "This password holds the name of the shop, which is tried first."
PRODUCT = "salable"
SHORTEST_NAME = 5  # letters: shorter ones stand in too many words


class KnownPasswordValidator:
    """Refuses the demo's password, the name of the shop, and what holds one of them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when everybody knows it."""
        del user
        if PASSWORD in password.lower():
            raise ValidationError(KNOWN, code="password_known")
        names = {PRODUCT, *(name for pair in Website.objects.values_list("name", "code") for name in pair)}
        if any(len(name) >= SHORTEST_NAME and _letters(name) in _letters(password) for name in names):
            raise ValidationError(OF_THE_SHOP, code="password_of_the_shop")

    def get_help_text(self) -> str:
        """Say it before it is typed."""
        return "Your password may not be one that stands in Salable's documentation, nor hold the name of the shop."


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def opens_nothing(password: str) -> bool:
    """Tell whether the password is the demo's and others than this machine can reach the shop: then nobody gets in by it."""
    return password == PASSWORD and bool(public_hosts(settings.ALLOWED_HOSTS))
