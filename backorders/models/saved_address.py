"""The address to which an account ordered last."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedAddress(models.Model):
    """Name and address that an account typed at its last checkout that shipped something: its next one begins with them.

    Never taken from other orders: who knows an e-mail address can order with it, to wherever he likes.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.DB_CASCADE, related_name="+")
    customer_name = models.CharField(max_length=200)
    street = models.CharField(max_length=255)
    city = models.CharField(max_length=255)
    postcode = models.CharField(max_length=32, blank=True, default="")
    country = models.CharField(max_length=2, help_text="ISO 3166 code, such as US or DE")

    class Meta:
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=~Q(street="") & ~Q(city="") & Q(country__regex="^[A-Z]{2}$"),
                name="saved_address_leads_somewhere",
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer_name}, {self.street}, {self.city}"
