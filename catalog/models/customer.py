"""Customers: shoppers with an account, and the group whose minimum quantities hold for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models.customer_group import CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN


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
