"""A promised day that became later, and of which the customer was told."""

from django.db import models
from django.db.models import F, Q

from backorders.models.order_line import OrderLine


class MovedDay(models.Model):
    """The customer was told that the units of a line come on `was` (None: that they are in stock), and then, once, on `day`.

    `day` None: that nobody knows when. `promised_on` is the line's day then: an edit promises anew, and what was told before counts
    no more. `kept_at`: he answered that he waits.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="moved_days", db_index=False)
    promised_on = models.DateField(null=True)
    was = models.DateField(null=True)
    day = models.DateField(null=True)
    told_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            # The next one begins where this one ends, so that each day is told of once.
            models.UniqueConstraint(
                fields=("line", "promised_on", "was"), nulls_distinct=False, name="moved_day_told_once"
            ),
            models.CheckConstraint(
                condition=Q(was=None) | Q(day=None) | Q(day__gt=F("was")), name="moved_day_is_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.line}: {self.was or 'in stock'} to {self.day}"
