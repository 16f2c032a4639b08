"""Passwords that everybody knows, because they stand in our own documentation."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from inventory_site.checks import public_hosts
from inventory_site.management.demo_staff import PASSWORD

KNOWN = "This password stands in Salable's documentation, and everybody knows it."


class KnownPasswordValidator:
    """Refuses the demo's password, and what begins or ends with it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when everybody knows it."""
        del user
        if PASSWORD in password.lower():
            raise ValidationError(KNOWN, code="password_known")

    def get_help_text(self) -> str:
        """Say it before it is typed."""
        return "Your password may not be one that stands in Salable's documentation."


def opens_nothing(password: str) -> bool:
    """Tell whether the password is the demo's and others than this machine can reach the shop: then nobody gets in by it."""
    return password == PASSWORD and bool(public_hosts(settings.ALLOWED_HOSTS))
