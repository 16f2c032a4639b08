"""Customers and their groups."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

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
    """The group in which an e-mail address shops, in any letter case. Who has none shops as NOT LOGGED IN.

    Nothing else is kept of a customer: orders say what he is called, what he bought and what he owes. `user` is read no more; it
    goes in the next release (docs/decisions/0081).
    """

    email = models.EmailField(blank=True, default="", db_default="")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        CustomerGroup,
        on_delete=models.PROTECT,
        related_name="customers",
        limit_choices_to=~Q(code=NOT_LOGGED_IN),
        verbose_name="customer group",
    )

    class Meta:
        verbose_name = "member of a customer group"
        verbose_name_plural = "members of customer groups"
        constraints = (
            models.UniqueConstraint(
                Upper("email"),
                condition=~Q(email=""),
                name="customer_email_once",
                violation_error_message="This address is in a group already.",
            ),
        )

    def __str__(self) -> str:
        return self.email or str(self.user)
