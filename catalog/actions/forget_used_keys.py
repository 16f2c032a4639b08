"""Forget the keys of forms that nobody can send again any more."""

from datetime import datetime, timedelta

from catalog.actions.delete_in_batches import delete_in_batches
from catalog.models import UsedKey

# Longer than any session: no page with such a form can still be open.
KEPT = timedelta(days=30)


def forget_used_keys(*, now: datetime) -> int:
    """Delete the keys of forms older than `KEPT` and return how many. Keys of events stay: a feed may repeat years later."""
    return delete_in_batches(rows=UsedKey.objects.filter(at__lt=now - KEPT).exclude(path=""))
