"""What of the outbox is due, and the lock of who takes it up."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from backorders.models import Refund, RefundStatus
from backorders.models.outbox_row import OutboxRow, RetriedRow

# Refunds in any other status were answered and are never tried again.
SENDABLE = (RefundStatus.REQUESTED, RefundStatus.SENDING)


def due[Row: OutboxRow](model: type[Row], *, now: datetime) -> QuerySet[Row]:
    """Return the rows of `model` whose time has come at `now`, the longest due first."""
    rows = model._default_manager.filter(next_try_at__lte=now).order_by("next_try_at", "pk")  # noqa: SLF001  Django's API
    if issubclass(model, RetriedRow):
        return rows.filter(sent_at=None)
    if issubclass(model, Refund):
        return rows.filter(status__in=SENDABLE)
    raise TypeError(f"Nothing is known about what of {model.__name__} is due.")


def locked_due[Row: OutboxRow](model: type[Row], pk: int, *, now: datetime, with_: Iterable[str] = ()) -> Row | None:
    """Return the row, locked until the transaction ends; None when it is not due, or somebody else takes it up right now."""
    rows = due(model, now=now).filter(pk=pk).select_related(*with_) if with_ else due(model, now=now).filter(pk=pk)
    return rows.select_for_update(of=("self",), skip_locked=True).first()
