"""What the background worker does: it sends one row of the outbox, or all that is due, whether or not a task is left that asks."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.tasks import Task, task
from django.utils import timezone

from backorders.actions.run_errand import run_errand as run_due_errand
from backorders.actions.send_message import send_message
from backorders.actions.send_refund import send_refund as send_due_refund
from backorders.models import Errand, Notification, Refund
from backorders.models.outbox import OutboxRow
from backorders.queries.locks import due


@task()
def send_notification(notification_id: int) -> None:
    """Send the message when it is due."""
    send_message(notification_id=notification_id, clock=timezone.now)


@task()
def run_errand(errand_id: int) -> None:
    """Do the errand when it is due."""
    run_due_errand(errand_id=errand_id, clock=timezone.now)


@task()
def send_refund(refund_id: int) -> None:
    """Send the refund when it is due."""
    send_due_refund(refund_id=refund_id, clock=timezone.now)


# Every kind of row that leaves the system, and what sends one; the site adds its own (`inventory_site.apps`).
DRAINS: dict[type[OutboxRow], Task[Any, Any]] = {
    Refund: send_refund,
    Errand: run_errand,
    Notification: send_notification,
}
# So many of a kind each time: a thousand mails keep no refund waiting for long.
BATCH = 20
log = logging.getLogger(__name__)


def drain_outbox(*, now: datetime, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Try what is due at `now`, some of each kind; return how many rows were looked at. Any number of workers may do so at once.

    Before each row it is asked whether it `goes_on`.

    Enqueued tasks are the fast way; this is the sure one: a task is lost when its worker is killed, a row is not.
    """
    count = 0
    for model, send in DRAINS.items():
        for pk in list(due(model, now=now).values_list("pk", flat=True)[:BATCH]):
            if not goes_on():
                return count
            count += 1
            try:
                send.call(pk)
            except (OperationalError, InterfaceError):
                # The database is away: whoever calls waits for it.
                raise
            except Exception:
                log.exception("The outbox could not try %s %s", model.__name__, pk)
    return count
