"""Low stock notices that a member of staff has not read."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from catalog.models import LowStockNotice, LowStockRead

# Older notices are not counted as unread.
NEWS = timedelta(days=30)


def unread_notices(user: User, *, now: datetime) -> QuerySet[LowStockNotice]:
    """Return the notices of the last `NEWS` that are new to `user`, one for each line of the list."""
    read = LowStockRead.objects.filter(user=user, notice=OuterRef("pk"))
    return LowStockNotice.objects.lines().filter(~Exists(read), crossed_at__gt=now - NEWS)
