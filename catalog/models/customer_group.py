"""Customer groups: NOT LOGGED IN, General, Wholesale, Retailer."""

from django.db import models


class CustomerGroup(models.Model):
    """A group of shoppers, with its own minimum quantities. `code` is the reference's group id, as text in stored settings."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=32, unique=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
