"""A member of staff has read the low stock notices."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from catalog.models import LowStockRead
from catalog.queries.locks.row import locked_row
from catalog.queries.low_stock_notice import unread_notices


@transaction.atomic
def read_low_stock(*, up_to: int, by: User, now: datetime) -> None:
    """Mark as read, for `by` alone, what was listed: notices up to the id `up_to`. Younger ones stay new. Safe to repeat.

    Raises `User.DoesNotExist` for somebody who was deleted meanwhile.
    """
    locked_row(by)
    listed = unread_notices(by, now=now).filter(pk__lte=up_to).values_list("pk", flat=True)
    LowStockRead.objects.bulk_create(
        (LowStockRead(user=by, notice_id=pk) for pk in list(listed)), batch_size=2000, ignore_conflicts=True
    )
