"""The Sources area of a product in multi-source mode: assigned sources, and those that may be assigned."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.actions.assign_sources import SourceValues
from catalog.forms.source_row_form import NEW, SourceRowForm, as_text
from catalog.forms.sources_form import SourcesForm
from catalog.models import Source
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class SourceLine:
    """One assigned source, as text: a product may have a thousand of them.

    `is_new` will be assigned by the save, `is_going` unassigned.
    `units` is what lies there now, `before` what `SourceRowForm` reads back.
    """

    source_id: str
    name: str
    code: str
    is_enabled: bool
    is_new: bool
    is_going: bool
    units: str
    notify_level: str
    quantity: str
    is_in_stock: bool
    notify: str
    uses_default: bool
    before: str
    quantity_error: str = ""
    status_error: str = ""
    notify_error: str = ""


@dataclass(frozen=True)
class SourceChoice:
    """A source that may be assigned; one that already is stands ready for the moment when its new row is taken back."""

    source_id: str
    name: str
    code: str
    town: str
    is_enabled: bool
    is_assigned: bool


@dataclass(frozen=True)
class SourcesArea:
    """The table, the choices of "Assign Sources", and the blank row that assigning fills in. `shown` names the rows."""

    shown: str
    lines: tuple[SourceLine, ...]
    choices: tuple[SourceChoice, ...]
    added: SourceLine


def sources_area(form: SourcesForm) -> SourcesArea:
    """Return the area; every source is either a line or a choice, and new lines are made from `added`."""
    shown = set(form.shown)
    lines = (
        _posted_line(form.rows[pk], form.sources[pk], form.notify_level)
        if pk in form.rows
        else _stored_line(form.sources[pk], form.stored.get(pk), form.notify_level)
        for pk in form.shown
    )
    return SourcesArea(
        shown=" ".join(str(pk) for pk in form.shown),
        lines=tuple(lines),
        choices=tuple(source_choice(source, is_assigned=pk in shown) for pk, source in form.sources.items()),
        added=_stored_line(Source(pk=0, code="", name="", is_enabled=True), None, form.notify_level),
    )


def source_choice(source: Source, *, is_assigned: bool) -> SourceChoice:
    """Return `source` as a choice of "Assign Sources"."""
    town = ", ".join(part for part in (source.city, source.country) if part)
    return SourceChoice(str(source.pk), source.name, source.code, town, source.is_enabled, is_assigned)


def _stored_line(source: Source, stored: SourceValues | None, level: Decimal, *, is_going: bool = False) -> SourceLine:
    shown = stored or NEW
    return SourceLine(
        source_id=str(source.pk),
        name=source.name,
        code=source.code,
        is_enabled=source.is_enabled,
        is_new=stored is None,
        is_going=is_going,
        units=plain(shown.quantity),
        notify_level=plain(level),
        quantity=plain(shown.quantity),
        is_in_stock=shown.is_in_stock,
        notify=plain(level if shown.notify_quantity is None else shown.notify_quantity),
        uses_default=shown.notify_quantity is None,
        before=as_text(stored),
    )


def _posted_line(row: SourceRowForm, source: Source, level: Decimal) -> SourceLine:
    """Return what was typed; a row that is going is shown as it is now, whatever was posted, so that it can be kept."""
    if row.is_going:
        return _stored_line(source, row.stored, level, is_going=True)
    return SourceLine(
        source_id=str(source.pk),
        name=source.name,
        code=source.code,
        is_enabled=source.is_enabled,
        is_new=row.stored is None,
        is_going=False,
        units=plain((row.stored or NEW).quantity),
        notify_level=plain(level),
        quantity=_text(row, "quantity"),
        is_in_stock=_text(row, "is_in_stock") != "0",
        notify=_text(row, "notify_quantity") or plain(level),
        uses_default=bool(row["uses_default"].value()),
        before=as_text(row.was),
        quantity_error=_error(row, "quantity"),
        status_error=_error(row, "is_in_stock"),
        notify_error=_error(row, "notify_quantity"),
    )


def _text(row: SourceRowForm, name: str) -> str:
    value = row[name].value()
    return "" if value is None else str(value)


def _error(row: SourceRowForm, name: str) -> str:
    return next((str(error) for error in row[name].errors), "")
