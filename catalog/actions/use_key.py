"""Use up a key: whoever brings it again learns that its effect is there already."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from catalog.models import UsedKey
from catalog.models.text_columns import refuse_texts


@dataclass(frozen=True)
class Use:
    """`row` is what is kept of the key; `is_first` says that its effect is still to be written, in this transaction."""

    row: UsedKey
    is_first: bool


def use_key(key: str, *, path: str = "", body: str = "", by: User | None = None, now: datetime | None = None) -> Use:
    """Use up `key`, to be called in the transaction that writes its effect, before anything else is locked.

    A second caller waits until the first has committed, and then finds the key used; when the first was rolled back the key is
    as good as new. Empty keys are refused by the database. Raises `InvalidTextError` for one that no column holds.
    """
    defaults = {"path": path, "body": body, "by": by, "at": now or timezone.now()}
    refuse_texts(UsedKey, {"key": key, "path": path})
    row, is_first = UsedKey.objects.get_or_create(key=key, defaults=defaults)
    return Use(row, is_first)
