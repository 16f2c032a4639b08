"""What a form has shown, what came back, and what of it was changed.

Two people, one form: what a form was shown, what is stored by now and what was typed, brought together field by field.
A form of several rows says which rows it shows, so that a row that got lost on its way can never be silent.

The form's hidden field carries the names of its rows, by spaces; a script that adds a row or takes one back writes that there.
How many rows a form may say that it has: a form of `rows-0-name`, `rows-1-name`, ... brings their number beside them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merged:
    """Names of fields.

    `mine` are to be written, `theirs` were changed by somebody else alone and stay, `contested` were changed by both, to
    different values: that is for a person to decide.
    """

    mine: frozenset[str]
    theirs: frozenset[str]
    contested: frozenset[str]


def merged(*, shown: Mapping[str, Any], stored: Mapping[str, Any], typed: Mapping[str, Any]) -> Merged:
    """Judge each field of `typed`. A field that is not in `shown` counts as shown as it is stored now."""
    seen = {name: shown.get(name, stored.get(name)) for name in typed}
    changed = {name for name, value in typed.items() if value != seen[name]}
    moved = {name for name in typed if stored.get(name) != seen[name]}
    agreed = {name for name in changed & moved if typed[name] == stored.get(name)}
    return Merged(
        mine=frozenset(changed - moved),
        theirs=frozenset(moved - changed),
        contested=frozenset((changed & moved) - agreed),
    )


def decided(
    *, shown: Mapping[str, Any], asked: Mapping[str, Any], choices: Mapping[str, str]
) -> tuple[dict[str, Any], frozenset[str]]:
    """Return what counts as shown once a person has chosen, and the names where theirs stays.

    `asked` are the stored values between which and the typed ones the person was asked to choose; `choices` are {name: "mine" or
    "theirs"}. Who chose has seen the other value: it is contested again only when it has changed once more.
    """
    chosen = {name: choice for name, choice in choices.items() if name in asked and choice in {MINE, THEIRS}}
    after = {**shown, **{name: asked[name] for name in chosen}}
    return after, frozenset(name for name, choice in chosen.items() if choice == THEIRS)


MINE = "mine"
THEIRS = "theirs"


def is_typed_beside(text: str, *, is_ticked: bool, shown: Collection[str]) -> bool:
    """Whether the box that sets a value aside is ticked beside one that was typed: none of those `shown`, which stood there.

    Without scripts nothing hinders that. Which of the two is meant, only the person knows.
    """
    return is_ticked and text.strip() not in {"", *(each.strip() for each in shown)}


@dataclass(frozen=True)
class RowsShown:
    """What came in of a form of several rows: `lost` are said to be shown and did not come, `strange` came unsaid."""

    shown: int
    lost: int
    strange: int

    @property
    def is_whole(self) -> bool:
        """Whether each row that was shown came in, and no other."""
        return not self.lost and not self.strange


def rows_shown(said: str, came: Iterable[str]) -> RowsShown:
    """Compare the names that a form says it shows with the names of the rows that came in."""
    names, found = set(said.split()), set(came)
    return RowsShown(len(names), len(names - found), len(found - names))


TOTAL = "-TOTAL_FORMS"
INITIAL = "-INITIAL_FORMS"
# A row whose every field was left empty may not be sent at all: so many are believed unseen.
UNSEEN = 20
# Longer numbers are none: reading them takes time.
LONGEST = 9


def claims_too_many(fields: Iterable[tuple[str, str]]) -> bool:
    """Say whether a form says that it has more rows than came in. What is no number at all is left to the form."""
    claimed: dict[str, int] = {}
    came: dict[str, set[str]] = {}
    for name, value in fields:
        for ending in (TOTAL, INITIAL):
            if name.endswith(ending) and value.strip().isdecimal():
                rows = name.removesuffix(ending)
                number = value.strip()
                claimed[rows] = max(claimed.get(rows, 0), int(number[: LONGEST + 1]))
        before, _, rest = name.rpartition("-")
        rows, _, number = before.rpartition("-")
        if rest and number.isdecimal():
            came.setdefault(rows, set()).add(number)
    return any(number > len(came.get(rows, ())) + UNSEEN for rows, number in claimed.items())
