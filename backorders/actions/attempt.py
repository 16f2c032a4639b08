"""One try to send a row of the outbox: claimed, sent without any lock, and noted."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from backorders.models.outbox import RetriedRow
from backorders.queries.locks import locked_due
from backorders.queries.logged_order import logged_order
from backorders.rules.outbox import claim_ends, next_try
from backorders.words.outbox import UNFINISHED, in_words

log = logging.getLogger(__name__)


def attempt[Row: RetriedRow](
    *, model: type[Row], pk: int, act: Callable[[Row], None], clock: Callable[[], datetime]
) -> None:
    """Let `act` send the row when it is due; what it raises is noted, and tried again later, until the row is parked.

    Two that try at once send once: the claim is committed before anything is sent. It expires, so that a worker that was killed
    keeps nobody from trying. `clock` is asked before and after: sending takes its time.
    """
    row = _claimed(model, pk, now=clock())
    if row is None:
        return
    logged_order.set(getattr(row, "order_id", None))
    try:
        act(row)
    except Exception as error:  # noqa: BLE001  whatever a mail server or provider does, the row says it
        _failed(model, row, error, now=clock())
    else:
        mine = model._default_manager.filter(pk=pk)  # noqa: SLF001  Django's API
        mine.update(sent_at=clock(), next_try_at=None, is_begun=False, last_error="")
    finally:
        logged_order.set(None)


@transaction.atomic
def _claimed[Row: RetriedRow](model: type[Row], pk: int, *, now: datetime) -> Row | None:
    row = locked_due(model, pk, now=now)
    if row is not None:
        row.tries, row.next_try_at = row.tries + 1, claim_ends(now=now)
        row.is_begun, row.last_error = True, UNFINISHED
        row.save(update_fields=("tries", "next_try_at", "is_begun", "last_error"))
    return row


def _failed[Row: RetriedRow](model: type[Row], row: Row, error: Exception, *, now: datetime) -> None:
    again = next_try(tries=row.tries, now=now)
    about = {"outbox": model.__name__, "row": row.pk, "tries": row.tries}
    if again is None:
        log.error("Given up after %d tries: %s %d", row.tries, model.__name__, row.pk, exc_info=error, extra=about)
    else:
        log.warning("To be tried again at %s: %s %d", again, model.__name__, row.pk, exc_info=error, extra=about)
    # Its claim ran out, and another worker has the row: leave it to that one.
    mine = model._default_manager.filter(pk=row.pk, tries=row.tries, sent_at=None)  # noqa: SLF001  Django's API
    mine.update(next_try_at=again, is_begun=False, last_error=in_words(error))
