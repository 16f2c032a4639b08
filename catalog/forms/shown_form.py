"""A form knows what it has shown: what others changed meanwhile is not written over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from catalog.queries.history import LastChange, last_change
from catalog.rules.quantity import plain
from catalog.rules.shown_form import decided, merged
from catalog.words.form import kept_in_words
from catalog.words.moment import LATELY

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
    return f"{change.who}, {timezone.localtime(change.at):{LATELY}}"


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


ASK = "Somebody else changed this meanwhile. Choose at the top of the page which value stays."


@dataclass(frozen=True)
class ShownPart:
    """What the template renders of one form: its hidden field, and what is contested in it."""

    name: str
    value: str
    contested: tuple[Contested, ...]


class ShownForm(forms.BaseForm):
    """A base for forms of one stored row, which must have been read under its lock when the form is bound.

    `kept` says, in sentences, which fields somebody else changed and that they stay. `refused_because` is why the action refused
    the form after it had judged it itself: it is shown again with that, and not valid.
    """

    refused_because = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[str] = []
        self.contested: list[Contested] = []
        self._shown: dict[str, Any] = {}
        self._asked: dict[str, Any] = {}

    # Hooks: what a form may override.

    def refuse(self, reason: str) -> None:
        """Say why the action refused the form."""
        self.add_error(None, reason)

    def shown_row(self) -> Model | None:
        """Return the stored row; None for one that is being added."""
        row: Model = self.instance  # type: ignore[attr-defined]  # a ModelForm's
        return None if row._state.adding else row  # noqa: SLF001  Django's API

    def stored_state(self) -> dict[str, Any]:
        """Return {name: stored value, comparable}. Never a password."""
        return {
            name: comparable(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if not field.disabled
        }

    def typed_state(self) -> dict[str, Any]:
        """Return {name: typed value, comparable}; a field in error was not typed."""
        return {name: comparable(value) for name, value in self.cleaned_data.items()}

    def take_theirs(self, name: str, value: Any) -> None:
        """Go on with the stored value, and show it."""
        self.cleaned_data[name] = self.fields[name].clean(value)
        sent: Any = self.data
        data = sent.copy()
        key, value = self.add_prefix(name), self._written(name, value)
        if isinstance(value, bool):
            data.pop(key, None)
            value = ["on"] if value else []
        data.setlist(key, ["" if one is None else str(one) for one in (value if isinstance(value, list) else [value])])
        if isinstance(self.fields[name], forms.BooleanField) and not value:
            data.pop(key)
        self.data = data

    def label_of(self, name: str) -> str:
        """Return what the field is called on the page."""
        return str(self.fields[name].label or name.replace("_", " ").capitalize())

    def words_of(self, name: str, value: Any) -> str:
        """Return a value as staff read it."""
        choices: Iterable[tuple[Any, Any]] = getattr(self.fields[name], "choices", ())
        return value_words(
            self._written(name, value), [(key, label) for key, label in choices if not isinstance(label, list | tuple)]
        )

    def _written(self, name: str, value: Any) -> Any:
        """Return a number as its field writes it: a price of 40.5 is 40.50; all else as it is."""
        field = self.fields.get(name)
        is_number = isinstance(field, forms.DecimalField) and isinstance(value, str) and value
        return str(field.prepare_value(Decimal(value))) if field is not None and is_number else value

    @property
    def all_kept(self) -> list[str]:
        """The sentences of the whole page."""
        return self.kept

    # How it works: not to be overridden.

    @cached_property
    def changed_data(self) -> list[str]:
        """Return what was changed. A browser sends every line break of a text as CR LF: that is no change."""
        changed: list[str] = super().changed_data
        return [name for name in changed if not self._is_same_text(name)]

    def _is_same_text(self, name: str) -> bool:
        initial, sent = self.get_initial_for_field(self.fields[name], name), self[name].data
        return isinstance(initial, str) and isinstance(sent, str) and comparable(initial) == comparable(sent)

    @property
    def shown_part(self) -> ShownPart:
        """What the page keeps of this form."""
        shown = self._shown if self.is_bound and self._shown else self.stored_state()
        return ShownPart(self.add_prefix(SHOWN), signed(shown, self._asked), tuple(self.contested))

    @property
    def shown_parts(self) -> tuple[ShownPart, ...]:
        """The parts of the page."""
        return () if self.shown_row() is None else (self.shown_part,)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's step between reading the fields and judging them together
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = comparable(value)
        row = self.shown_row()
        sent = read(self.data.get(self.add_prefix(SHOWN), ""))
        if row is None or sent is None:
            return
        stored, typed = self.stored_state(), self.typed_state()
        typed = {name: value for name, value in typed.items() if name in stored}
        choices = {name: str(self.data.get(self._choice(name), "")) for name in sent[1]}
        self._shown, give_way = decided(shown=sent[0], asked=sent[1], choices=choices)
        typed |= {name: self._shown[name] for name in give_way if name in typed}
        found = merged(shown=self._shown, stored=stored, typed=typed)
        for name in sorted(found.contested):
            self._contest(row, name, theirs=stored[name], mine=typed[name])
        for name in sorted(found.theirs | (give_way & typed.keys() - found.contested)):
            if name in found.theirs and name not in give_way:
                who = who_words(last_change(row, self.label_of(name)))
                self.kept.append(kept_in_words(self.label_of(name), self.words_of(name, stored[name]), who))
            self.take_theirs(name, stored[name])
            self._shown[name] = stored[name]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's last step
        if self.refused_because:
            self.refuse(self.refused_because)

    def _contest(self, row: Model, name: str, *, theirs: Any, mine: Any) -> None:
        label = self.label_of(name)
        self._asked[name] = theirs
        self.contested.append(
            Contested(
                label=label,
                who=who_words(last_change(row, label)),
                theirs=self.words_of(name, theirs),
                mine=self.words_of(name, mine),
                choice=self._choice(name),
            )
        )
        self.add_error(name if name in self.fields else None, ASK if name in self.fields else f"{label}: {ASK}")

    def _choice(self, name: str) -> str:
        return f"{CHOICE}{self.add_prefix(name)}"


def changed_columns(form: Any) -> list[str]:
    """Return the names of the row's own columns that the form changed."""
    columns = {field.name for field in form.instance._meta.concrete_fields}  # noqa: SLF001  Django's API
    return [name for name in form.changed_data if name in columns]
