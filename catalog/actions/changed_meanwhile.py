"""The refusal of every `save_...` action: somebody else changed the same since it was shown."""

from collections.abc import Mapping
from typing import Any

from catalog.rules.shown_values import merged


class ChangedMeanwhile(Exception):
    """Nothing was saved. `contested` holds {name: (theirs, mine)}: what is stored by now, and what was to be stored."""

    def __init__(self, contested: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(f"Changed by somebody else meanwhile: {', '.join(sorted(contested))}.")
        self.contested = dict(contested)


def mine_only(*, shown: Mapping[str, Any], stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of `wanted` is to be written: what differs from what was `shown`; what others changed stays.

    `stored` must have been read under the lock. Raises `ChangedMeanwhile` for what both changed, to different values.
    """
    found = merged(shown=shown, stored=stored, typed=wanted)
    if found.contested:
        raise ChangedMeanwhile({name: (stored.get(name), wanted[name]) for name in found.contested})
    return {name: value for name, value in wanted.items() if name in found.mine}
