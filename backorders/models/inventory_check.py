"""Inventory checks: when everything was added up again, by whom, and how many differences were found."""

from django.db import models
from django.db.models import Q

from backorders.rules.inventory_difference import Difference


class CheckPlace(models.TextChoices):
    """Who asked for it."""

    PAGE = "page", "in the admin"
    COMMAND = "command", "by a command"
    TIMER = "timer", "by the timer"


class InventoryCheck(models.Model):
    """One check. `by` is what the member of staff was called then; empty for a command and the timer.

    `differences` are the first of those that were found, as the facts of `rules.inventory_difference`.
    """

    checked_at = models.DateTimeField()
    place = models.CharField(max_length=8, choices=CheckPlace)
    by = models.CharField(max_length=301, blank=True, default="")
    found = models.PositiveIntegerField(help_text="differences")
    differences = models.JSONField(default=list, db_default=[])

    class Meta:
        ordering = ("-checked_at", "-pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(place__in=CheckPlace.values), name="inventory_check_place_known"),
        )
        indexes = (models.Index(fields=("-checked_at",), name="inventory_check_by_time"),)

    def __str__(self) -> str:
        return f"{self.checked_at}: {self.found}"

    @property
    def kept(self) -> tuple[Difference, ...]:
        """The differences that are kept."""
        return tuple(map(Difference.of, self.differences))

    @property
    def asked_by(self) -> str:
        """Who asked for it, in words."""
        return f"by {self.by}" if self.by else CheckPlace(self.place).label
