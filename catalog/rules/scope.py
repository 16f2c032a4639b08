"""At which scope a value holds: everywhere, on a website, in a store view; and which of those a visitor sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Scope(IntEnum):
    """Where a configuration value is stored. The order is the order of narrowing."""

    DEFAULT = 0
    WEBSITE = 1
    STORE_VIEW = 2


SCOPE_LABELS = {Scope.DEFAULT: "[GLOBAL]", Scope.WEBSITE: "[WEBSITE]", Scope.STORE_VIEW: "[STORE VIEW]"}


@dataclass(frozen=True)
class StoreFace:
    """A store view as the choice sees it. `host` is empty when no host name opens it."""

    code: str
    website: str
    host: str
    is_default: bool


def opened_store(faces: Iterable[StoreFace], *, host: str, chosen: str | None) -> StoreFace | None:
    """Return the store view that opens at `host` for a visitor who chose the code `chosen`, None when there is none.

    A host name says which website; within it, a store view without a host name of its own can be chosen.
    """
    known = list(faces)
    named = next((face for face in known if face.host and face.host == host), None)
    choice = next((face for face in known if face.code == chosen and not face.host), None)
    if choice is not None and (named is None or named.website == choice.website):
        return choice
    return named or next((face for face in known if face.is_default), None)


def offered_stores(faces: Sequence[StoreFace], *, opened: StoreFace, host: str) -> tuple[StoreFace, ...]:
    """Return the store views that a visitor of `opened` can get to from `host`, itself included, in their order.

    Without a host name of its own it is, from another website's host, the default one alone: any other has to be chosen there.
    """
    is_named = any(face.host == host for face in faces)
    return tuple(
        face for face in faces if face.host or face.is_default or not is_named or face.website == opened.website
    )
