"""Two people, one form: what a form was shown, what is stored by now and what was typed, brought together field by field."""

from collections.abc import Mapping
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
