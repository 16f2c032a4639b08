"""One change of a setting or quantity, as staff read it in a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Change:
    """What changed, from what to what, when, by whom and from where. `who` is empty when nobody was logged in.

    `why` is the reason of a count, empty for every other change. `mark` names what can be taken back, an event and its field: empty
    where something else has changed that since, or where units moved.
    """

    when: datetime
    what: str
    before: str
    after: str
    who: str
    where: str
    why: str = ""
    mark: str = ""


def is_about(change: Change, words: str) -> bool:
    """Whether each of `words` stands somewhere in the change, in any letter case."""
    told = f"{change.what} {change.before} {change.after} {change.who} {change.where} {change.why}".casefold()
    return all(word in told for word in words.casefold().split())


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names whose values differ, in the order of `after`."""
    return tuple(name for name, value in after.items() if before.get(name) != value)
