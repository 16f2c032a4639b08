"""Tell by e-mail what fell to its notify level: each crossing once to each who is to hear of it."""

from datetime import datetime

from django.db import transaction

from backorders.actions.steps.messages import keep_message
from backorders.emails.low_stock import low_stock
from backorders.models import LowStockTelling
from backorders.queries.locks import locked_new_notices, locked_tellings
from backorders.queries.low_stock import low_stock_recipients
from catalog.models import LowStockNotice

# A shop whose level is raised makes thousands of notices at once; no transaction holds more rows than this.
BATCH = 1000


def send_low_stock_notices(*, now: datetime) -> int:
    """Write down who is to be told of new notices, then a message to each whose time has come; return how many messages.

    Safe to repeat, and to run twice at the same time. Messages are sent by the worker after commit.
    """
    while _dispatch(now=now):
        pass
    due = LowStockTelling.objects.filter(notification=None, due_at__lte=now)
    recipients = due.order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_tell(recipient, now=now) for recipient in list(recipients))


@transaction.atomic
def _dispatch(*, now: datetime) -> int:
    """Decide who is told of notices that nobody has looked at yet; whoever is named later hears of later ones."""
    notices = locked_new_notices(most=BATCH)
    if not notices:
        return 0
    LowStockTelling.objects.bulk_create(
        (
            LowStockTelling(notice=notice, recipient=recipient, due_at=due)
            for notice, told in low_stock_recipients(notices, now=now).items()
            for recipient, due in told.items()
        ),
        ignore_conflicts=True,
    )
    return LowStockNotice.objects.filter(pk__in=[notice.pk for notice in notices]).update(is_dispatched=True)


@transaction.atomic
def _tell(recipient: str, *, now: datetime) -> int:
    """Write one message of everything that `recipient` is due to hear; another that does the same meanwhile gets nothing."""
    tellings = locked_tellings(recipient, now=now)
    if not tellings:
        return 0
    message = low_stock([telling.notice for telling in tellings])
    kept = keep_message(key=f"low_stock:{tellings[0].pk}", recipient=recipient, message=message)
    LowStockTelling.objects.filter(pk__in=[telling.pk for telling in tellings]).update(notification=kept)
    return 1
