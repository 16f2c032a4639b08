"""Notifications: every message to a customer, kept as it was sent."""

from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from backorders.models.outbox_row import RetriedRow, is_sent_or_has_a_try, next_try_default


class Notification(RetriedRow):
    """One e-mail: written when it is decided, sent by the worker. `key` names the occasion, so that it is written once.

    Sent at least once: a worker that is killed after the mail server has taken it sends it again, with the same Message-ID
    (`request_key`), by which the receiver drops it.
    """

    key = models.CharField(max_length=100, unique=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, related_name="notifications")
    recipient = models.EmailField()
    subject = models.CharField(max_length=255)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, blank=True, default=next_try_default)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "message"
        constraints = (is_sent_or_has_a_try("notification_not_forgotten"),)
        indexes = (
            models.Index(fields=("next_try_at",), condition=Q(next_try_at__isnull=False), name="notification_due"),
        )

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
