"""Do something with many orders, each by itself: one that fails stops no other."""

import logging
from collections.abc import Callable, Iterable

from django.db import OperationalError

from catalog.queries.database_errors import LOCK_NOT_AVAILABLE, sqlstate

log = logging.getLogger(__name__)


def each_order(pks: Iterable[int], act: Callable[[int], bool], *, what: str) -> int:
    """Call `act` with each id, in a transaction of its own, and return how often it was True. `what` it does is for the log.

    Raises `OperationalError` where the database is away, or chose a transaction to end a deadlock: the next run finds the order.
    """
    count = 0
    for pk in pks:
        try:
            count += act(pk)
        except OperationalError as error:
            if sqlstate(error) != LOCK_NOT_AVAILABLE:
                raise
            log.warning("Order %s is held by somebody else for long; the next run finds it again", pk)
        except Exception:
            log.exception("Order %s: could not %s", pk, what)
    return count
