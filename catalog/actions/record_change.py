"""Note in the admin's log who changed what, in words."""

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model


def record_change(row: Model, changes: Iterable[str], *, by: User | None) -> None:
    """Write one line of `row`'s history that names all `changes`; without changes, or by nobody, write none."""
    message = "; ".join(changes)
    if by is None or not message:
        return
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=CHANGE,
        change_message=message,
    )
