"""When something is to leave the shop, the worker is asked for it."""

from typing import Any

from backorders.models.outbox import OutboxRow
from backorders.tasks.outbox import DRAINS


def ask_the_worker(*, row: OutboxRow, **_: Any) -> None:
    """Enqueue the task that sends `row`. The task is a row of the same transaction: no worker sees it before the commit."""
    DRAINS[type(row)].enqueue(row.pk)
