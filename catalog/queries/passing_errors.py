"""Errors of the database that pass by themselves: somebody else had the lock, the database restarts, all connections are taken."""

from django.db import InterfaceError, OperationalError
from psycopg_pool import PoolClosed, PoolTimeout

# What is raised of them: psycopg counts a deadlock, a timeout and a lost connection among the operational ones.
PASSING = (OperationalError, InterfaceError)
LOCK_NOT_AVAILABLE = "55P03"
QUERY_CANCELED = "57014"
INSUFFICIENT_RESOURCES = "53"


def is_worth_another_try(error: BaseException) -> bool:
    """Whether the same work may well succeed at once: after a lock, a deadlock, a lost connection.

    Not after a statement that ran too long, or after a long wait for a connection: that would only be waited for again.
    """
    cause = error.__cause__
    state = sqlstate(error)
    return (
        isinstance(error, PASSING)
        and not isinstance(cause, PoolTimeout | PoolClosed)
        and state != QUERY_CANCELED
        and not state.startswith(INSUFFICIENT_RESOURCES)
    )


def sqlstate(error: BaseException) -> str:
    """Return PostgreSQL's code of what went wrong; empty when the server could not say."""
    return str(getattr(error.__cause__, "sqlstate", None) or "")
