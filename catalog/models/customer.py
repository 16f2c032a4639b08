"""Customers and their groups."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.rules.customer_group import NOT_LOGGED_IN


class CustomerGroup(models.Model):
    """A group of shoppers, with its own minimum quantities. `code` is the reference's group id, as text in stored settings."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=32, unique=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """Makes a user a shopper of a customer group. A user without one shops as NOT LOGGED IN, as staff do."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="customer")
    group = models.ForeignKey(
        CustomerGroup,
        on_delete=models.PROTECT,
        related_name="customers",
        limit_choices_to=~Q(code=NOT_LOGGED_IN),
        verbose_name="customer group",
    )

    class Meta:
        verbose_name = "customer"

    def __str__(self) -> str:
        return f"{self.user} ({self.group})"
