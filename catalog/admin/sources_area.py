"""The Sources area of a product in multi-source mode: assigned sources, and those that may be assigned."""

from dataclasses import dataclass

from django.forms import BoundField

from catalog.forms.source_row_form import SourceRowForm
from catalog.forms.sources_form import SourcesForm
from catalog.models import Source
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class SourceLine:
    """One assigned source. `is_new` is one that will be assigned by the save; `units` is what lies there now.

    `is_posted` says that the last save was refused with this row in it: what stands in it is not yet stored.
    """

    source_id: str
    name: str
    code: str
    is_enabled: bool
    is_new: bool
    is_posted: bool
    units: str
    notify_level: str
    status: BoundField
    quantity: BoundField
    notify: BoundField
    uses_default: BoundField
    unassign: BoundField
    before: BoundField


@dataclass(frozen=True)
class SourceChoice:
    """A source that may be assigned; one that already is stands ready for the moment when its new row is taken back."""

    source_id: str
    name: str
    code: str
    place: str
    is_enabled: bool
    is_assigned: bool


@dataclass(frozen=True)
class SourcesArea:
    """The table, the choices of "Assign Sources", and the blank row that assigning fills in."""

    lines: tuple[SourceLine, ...]
    choices: tuple[SourceChoice, ...]
    added: SourceLine


def sources_area(form: SourcesForm) -> SourcesArea:
    """Return the area; every source is either a line or a choice, and new lines are made from `added`."""
    blank = SourceRowForm(None, source_id=0, source_name="", stored=None, notify_level=form.notify_level)
    nowhere = Source(code="", name="", is_enabled=True)
    sources = form.sources
    free = {source.pk for source in form.remaining}
    return SourcesArea(
        lines=tuple(_line(row, sources[row.source_id], plain(form.notify_level)) for row in form.rows),
        choices=tuple(source_choice(source, is_assigned=source.pk not in free) for source in sources.values()),
        added=_line(blank, nowhere, plain(form.notify_level)),
    )


def _line(row: SourceRowForm, source: Source, notify_level: str) -> SourceLine:
    return SourceLine(
        source_id=str(row.source_id),
        name=source.name,
        code=source.code,
        is_enabled=source.is_enabled,
        is_new=row.stored is None,
        is_posted=row.is_bound,
        units=plain(ZERO if row.stored is None else row.stored.quantity),
        notify_level=notify_level,
        status=row["is_in_stock"],
        quantity=row["quantity"],
        notify=row["notify_quantity"],
        uses_default=row["uses_default"],
        unassign=row["unassign"],
        before=row["before"],
    )


def source_choice(source: Source, *, is_assigned: bool) -> SourceChoice:
    """Return `source` as a choice of "Assign Sources"."""
    place = ", ".join(part for part in (source.city, source.country) if part)
    return SourceChoice(str(source.pk), source.name, source.code, place, source.is_enabled, is_assigned)
