"""The Sources area of a stock's page: assigned sources in their order, and those that may be assigned."""

from dataclasses import dataclass

from catalog.admin.sources_area import SourceChoice, source_choice
from catalog.forms.stock_form import StockForm


@dataclass(frozen=True)
class LinkLine:
    """One assigned source; its place in the table is its priority."""

    source_id: str
    code: str
    name: str
    is_enabled: bool
    is_new: bool = False
    is_going: bool = False


@dataclass(frozen=True)
class StockPage:
    """The area. `note` says why nothing can be assigned; then nothing can be unassigned either. `shown` names the rows."""

    shown: str
    lines: tuple[LinkLine, ...]
    choices: tuple[SourceChoice, ...]
    added: LinkLine
    note: str


def stock_page(form: StockForm) -> StockPage:
    """Return the area: the Default Stock has the Default Source and nothing else, and no other stock has it."""
    is_default = form.instance.is_default
    linked = set(form.linked)
    choices = [source for source in form.sources.values() if not source.is_default or source.pk in linked]
    return StockPage(
        shown=" ".join(str(pk) for pk in form.linked),
        lines=tuple(_line(form, pk) for pk in form.linked),
        choices=()
        if is_default
        else tuple(source_choice(source, is_assigned=source.pk in linked) for source in choices),
        added=LinkLine("0", "", "", is_enabled=True, is_new=True),
        note="Assign sources is disabled for default stock" if is_default else "",
    )


def _line(form: StockForm, pk: int) -> LinkLine:
    source = form.sources[pk]
    return LinkLine(
        str(pk), source.code, source.name, source.is_enabled, is_new=pk not in form.stored, is_going=pk in form.going
    )
