"""Queue moves: who let an order line overtake the others, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backorders.models.order_line import OrderLine


class QueueMove(models.Model):
    """A line that was moved to the front of its queue. Kept for good: the shoppers behind it may ask."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="queue_moves")
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="queue_move_says_why"),)

    def __str__(self) -> str:
        return f"{self.line} to the front: {self.reason}"
