"""History: each change of a setting or a quantity, kept by triggers so that no writer is missed.

Beside it, what a member of staff was called before: what he did bears the name that he had then.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models


def tracked[M: type[models.Model]](name: str, *, fields: Sequence[str] | None = None) -> Callable[[M], M]:
    """Return a class decorator that keeps every version of the model's rows in an event table called `name`; of all its `fields`.

    One row for each insert, each update that changed something, and each delete (as it was last). Triggers run per statement:
    an import of 500 rows writes its history in one go.
    """
    decorator: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=name,
        level=pgtrigger.Statement,
        fields=None if fields is None else list(fields),
    )
    return decorator


class FormerName(models.Model):
    """The account `account` was called `name`, as `staff_name` says it, until `until`. Written by a trigger, whoever renames.

    No foreign key: the name stays, whatever becomes of the account.
    """

    account = models.PositiveBigIntegerField()
    name = models.CharField(max_length=301)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "until"], name="former_name_of_account")]

    def __str__(self) -> str:
        return f"{self.name}, until {self.until}"
