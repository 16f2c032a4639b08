"""Notifications: every message to a customer, kept as it was sent."""

from django.db import models

from backorders.models.order import Order


class Notification(models.Model):
    """One e-mail: written when it is decided, sent once by the worker. `key` names the occasion, so that it is sent once."""

    key = models.CharField(max_length=100, unique=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, related_name="notifications")
    recipient = models.EmailField()
    subject = models.CharField(max_length=255)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "message"

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
