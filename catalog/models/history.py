"""Who changed which setting or quantity, from what to what, when: kept by triggers, so that no writer is missed."""

from collections.abc import Callable

import pghistory
import pgtrigger
from django.db import models


def tracked[M: type[models.Model]](name: str) -> Callable[[M], M]:
    """Return a class decorator that keeps every version of the model's rows in an event table called `name`.

    One row for each insert, each update that changed something, and each delete (as it was last). Triggers run per statement:
    an import of 500 rows writes its history in one go.
    """
    decorator: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=name,
        level=pgtrigger.Statement,
    )
    return decorator
