"""What the database said no to: a passing trouble, a row that is gone, a constraint."""

import logging

from django.db import IntegrityError, InterfaceError, OperationalError
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


FOREIGN_KEY_VIOLATION = "23503"


def names_a_gone_row(error: IntegrityError) -> bool:
    """Return whether a row names one that was deleted in the same moment. Most foreign keys are looked at by the commit."""
    return getattr(error.__cause__, "sqlstate", None) == FOREIGN_KEY_VIOLATION


log = logging.getLogger(__name__)


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the constraint's name, and note it in the log; None when the database named none."""
    diagnostics = getattr(error.__cause__, "diag", None)
    name: str | None = getattr(diagnostics, "constraint_name", None)
    log.info("The database refused a row: %s", name or "it named no constraint")
    return name
