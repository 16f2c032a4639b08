"""Which low stock notices a member of staff has read."""

from django.contrib.auth.models import User
from django.db import models

from catalog.models.low_stock_notice import LowStockNotice


class LowStockRead(models.Model):
    """`user` has read `notice`. One row for each: a notice that commits late is new, though younger ones were read."""

    user = models.ForeignKey(User, on_delete=models.DB_CASCADE, related_name="+")
    notice = models.ForeignKey(LowStockNotice, on_delete=models.DB_CASCADE, related_name="reads")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "notice"), name="low_stock_read_once"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} read {self.notice_id}"
