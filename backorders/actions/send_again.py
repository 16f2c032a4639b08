"""Send Again: a message or an errand that waits for its next try, or was given up."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.models import Errand, EventKind, Notification, OrderEvent
from backorders.models.outbox_row import Standing
from backorders.tasks.drain_outbox import DRAINS


class NotToSend(Exception):
    """Nothing changed; `str()` says how it stands."""


@transaction.atomic
def send_again(*, row: Notification | Errand, by: User | None, now: datetime | None = None) -> None:
    """Let the worker try `row` after commit, as if it were new. Raises `NotToSend` for what was sent, or is sent right now."""
    moment = now or timezone.now()
    model: type[Notification | Errand] = type(row)
    found = model.objects.select_for_update(of=("self",)).select_related("order").get(pk=row.pk)
    standing = found.standing(now=moment)
    if standing in {Standing.SENT, Standing.SENDING}:
        raise NotToSend(f"This is not to be sent again. It stands at: {standing}.")
    found.tries, found.next_try_at = 0, moment
    found.save(update_fields=("tries", "next_try_at"))
    DRAINS[model].enqueue(found.pk)
    if found.order is not None and standing is Standing.PARKED:
        # Without a key: a note for staff, not a change that the shopper is told of.
        OrderEvent.objects.create(
            order=found.order, kind=EventKind.EDITED, text=f'"{_name(found)}" is sent again.', at=moment, by=by
        )


def _name(row: Notification | Errand) -> str:
    return row.subject if isinstance(row, Notification) else row.get_kind_display()
