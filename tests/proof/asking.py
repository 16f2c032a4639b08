"""One request to the shop, by code: how it ended, and what is asked again."""

import traceback
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections

from backorders.actions.pay_order import PaymentFailed
from catalog.queries.database_errors import LOCK_NOT_AVAILABLE, PASSING, QUERY_CANCELED, sqlstate
from catalog.words.refusal import Refused
from tests.proof.history import Outcome

DEADLOCK = "40P01"

type Answer = tuple[Outcome, dict[str, Any]]


def answer_of(act: Callable[[], dict[str, Any]]) -> Answer:
    """Ask, and return how it ended, as whoever asked it would know. Nothing is raised."""
    close_old_connections()
    try:
        return Outcome.DONE, act()
    except PaymentFailed as error:
        # The provider did not answer: its own books say what it did.
        return Outcome.UNKNOWN, {"provider": str(error)[:200]}
    except Refused as refusal:
        return Outcome.REFUSED, {"why": str(refusal)[:200]}
    except PASSING as error:
        return _troubled(error)
    except Exception:  # noqa: BLE001  whatever else is raised would be a traceback on somebody's page
        connections.close_all()
        return Outcome.FAULT, {"traceback": traceback.format_exc()[-4000:]}


def _troubled(error: Exception) -> Answer:
    state = sqlstate(error)
    about = {"why": f"{state} {error}"[:300].strip()}
    if state == DEADLOCK:
        return Outcome.FAULT, about
    if state in {LOCK_NOT_AVAILABLE, QUERY_CANCELED}:
        return Outcome.BUSY, about
    connections.close_all()
    return Outcome.UNKNOWN, about
