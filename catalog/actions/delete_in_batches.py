"""Delete many rows that nobody needs any more, without a lock that anybody waits for."""

from django.db import transaction
from django.db.models import QuerySet

BATCH = 1000


def delete_in_batches(*, rows: QuerySet) -> int:  # type: ignore[type-arg]  # of any model
    """Delete `rows`, `BATCH` in a transaction, and return how many. A row that somebody holds stays for another day."""
    count = 0
    while True:
        with transaction.atomic():
            locked = rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
            found = list(locked[:BATCH])
            rows.model._default_manager.filter(pk__in=found).delete()  # noqa: SLF001  Django's API
        count += len(found)
        if len(found) < BATCH:
            return count
