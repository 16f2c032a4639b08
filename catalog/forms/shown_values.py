"""The hidden value of a form that says what it was shown, and the words about what changed meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils import timezone

from catalog.queries.last_change import LastChange
from catalog.rules.quantity import plain

SALT = "catalog.shown-values"
SHOWN = "shown-values"
CHOICE = "keep:"
SHORT = 120


@dataclass(frozen=True)
class Contested:
    """A field that two people changed: what `theirs` and `mine` are, `who` changed it and when, and where to choose."""

    label: str
    who: str
    theirs: str
    mine: str
    choice: str
    chosen: str = ""


def comparable(value: Any) -> Any:
    """Return a value of a form or a row as JSON keeps it, so that equal values are equal texts, numbers or lists."""
    match value:
        case None | bool() | int():
            return value if value is None or isinstance(value, bool) else int(value)
        case Decimal():
            return plain(value)
        case Model():
            return value.pk
        case QuerySet() | list() | tuple() | set():
            return sorted((comparable(one) for one in value), key=str)
        case _:
            return str(value).replace("\r\n", "\n")


def signed(shown: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """Return the hidden value: what the form was `shown`, and the values that its person is `asked` to choose against."""
    return signing.dumps({"shown": dict(shown), "asked": dict(asked)}, salt=SALT, compress=True)


def read(text: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return what `signed` was made from; None for a form that brings none, or not ours."""
    try:
        kept = signing.loads(text, salt=SALT) if text else None
    except signing.BadSignature:
        return None
    return None if kept is None else (kept["shown"], kept["asked"])


def who_words(change: LastChange) -> str:
    """Return "Anna Smith, Nov 28, 15:20"; what was not changed in the admin has no name."""
    if change.at is None:
        return "somebody else"
    return f"{change.who}, {timezone.localtime(change.at):%b %-d, %H:%M}"


def value_words(value: Any, choices: Iterable[tuple[Any, Any]] = ()) -> str:
    """Return a value as staff read it: the label of a choice, Yes and No, "empty", the beginning of a long text."""
    labels = {str(key): str(label) for key, label in choices}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value) or "none"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None or value == "":
        return "empty"
    text = labels.get(str(value), str(value))
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
