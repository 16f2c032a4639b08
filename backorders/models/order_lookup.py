"""Looks for an order that found none."""

from django.db import models
from django.db.models import Q


class FailedLookup(models.Model):
    """Somebody named an order by a number and an e-mail address that do not belong together; kept as long as it is counted.

    `network` is the keyed hash of where it was asked from, `number` empty for what can be none; the address that was typed is not
    kept.
    """

    network = models.CharField(max_length=32)
    number = models.CharField(max_length=9, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = (models.CheckConstraint(condition=~Q(network=""), name="failed_lookup_says_whence"),)
        indexes = (
            models.Index(fields=("network", "at"), name="failed_lookup_of_network"),
            models.Index(fields=("number", "at"), name="failed_lookup_of_order"),
        )

    def __str__(self) -> str:
        return f"#{self.number}"
