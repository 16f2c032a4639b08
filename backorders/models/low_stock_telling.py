"""Who is to be told of a low stock notice by e-mail, and in which message that was done."""

from django.db import models

from backorders.models.notification import Notification
from catalog.models import LowStockNotice


class LowStockTelling(models.Model):
    """One notice to one recipient, once. `notification` is the message that told it, None before `due_at` has come."""

    notice = models.ForeignKey(LowStockNotice, on_delete=models.DB_CASCADE, related_name="tellings")
    recipient = models.EmailField()
    due_at = models.DateTimeField()
    notification = models.ForeignKey(
        Notification, on_delete=models.DO_NOTHING, null=True, related_name="low_stock_tellings"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "recipient"), name="low_stock_told_once"),)
        indexes = (models.Index(fields=("due_at",), condition=models.Q(notification=None), name="low_stock_untold"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.recipient}: notice {self.notice_id}"
