"""What the doors remember: which roles ask for a second factor, and who asked for a new password."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models


class RoleSecurity(models.Model):
    """What a role asks of its members before they come in."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="security")
    needs_second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.group}: {'second factor' if self.needs_second_factor else 'password'}"


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
