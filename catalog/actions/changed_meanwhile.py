"""The refusal of every `save_...` action: somebody else changed the same since it was shown."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from catalog.rules.shown_values import merged


class ChangedMeanwhile(Exception):
    """Nothing was saved. `contested` holds {name: (theirs, mine)}: what is stored by now, and what was to be stored."""

    def __init__(self, contested: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(f"Changed by somebody else meanwhile: {', '.join(sorted(contested))}.")
        self.contested = dict(contested)


def mine_only(*, shown: Mapping[str, Any], stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `wanted` that differ from what was `shown`: only those are written, what others changed stays.

    `stored` must have been read under the lock. Raises `ChangedMeanwhile` for what both changed, to different values.
    """
    found = merged(shown=shown, stored=stored, typed=wanted)
    if found.contested:
        raise ChangedMeanwhile({name: (stored.get(name), wanted[name]) for name in found.contested})
    return {name: value for name, value in wanted.items() if name in found.mine}


def keep_theirs(row: Model, *, shown: Mapping[str, Any]) -> list[str]:
    """Lock the stored row, put into `row` what others changed of the columns `shown`, and return the columns to write.

    `shown` holds {column: value when `row` was read}; other columns of `row` are not written. Call in a transaction. Raises
    `ChangedMeanwhile`.
    """
    fresh = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)  # noqa: SLF001  Django's API
    stored = {name: getattr(fresh, name) for name in shown}
    mine = mine_only(shown=shown, stored=stored, wanted={name: getattr(row, name) for name in shown})
    for name in stored.keys() - mine.keys():
        setattr(row, name, stored[name])
    return list(mine)
