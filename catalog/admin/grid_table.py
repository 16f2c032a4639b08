"""The table of a grid: its columns, and its cells, written without a template for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.utils import display_for_label

from catalog.admin.grid_address import SORT, GridAddress

NOTHING = "-"
# What is longer may be cut by its column: it is told again where the mouse rests, and shown whole where the keyboard does.
LONG = 24


class WrittenCell(SafeString):
    """A cell as the page holds it; `told` is what it says in a file."""

    told: str

    @classmethod
    def of(cls, html: str, told: str) -> "WrittenCell":
        """Return the cell. `html` was escaped by who wrote it."""
        cell = cls(html)
        cell.told = told
        return cell


@lru_cache(maxsize=256)
def label_cell(text: str, colour: str | None) -> WrittenCell:
    """Return the badge that Unfold makes of `text`; a grid says the same few again and again."""
    return WrittenCell.of(display_for_label(text, "", {text: colour} if colour else {}), text)


def link_cell(url: str, text: str) -> WrittenCell:
    """Return a link to another page than the row's."""
    return WrittenCell.of(f'<a class="stock-link" href="{escape(url)}">{escape(text)}</a>', text)


def sentences_cell(sentences: Sequence[str]) -> WrittenCell:
    """Return sentences, one a line."""
    html = render_to_string("admin/catalog/grid/sentences.html", {"sentences": sentences})
    return WrittenCell.of(html, "\n".join(sentences))


def names_cell(names: Sequence[str]) -> SafeString | str:
    """Return the first of several names and how many more there are; all of them stand in the tooltip."""
    if len(names) < len(("first", "second")):
        return "".join(names)
    cell = '<span class="grid-names" tabindex="0" title="{}"><span>{}</span> <span class="grid-more">+{} more</span></span>'
    return WrittenCell.of(format_html(cell, "\n".join(names), names[0], len(names) - 1), ", ".join(names))


@dataclass(frozen=True)
class Column:
    """A column by its name in the address. `sort_url` is empty where the rows cannot be sorted; `sorted_by`: "ascending", ..."""

    name: str
    label: str
    is_number: bool
    is_shown: bool
    is_usual: bool
    sort_url: str = ""
    sorted_by: str = ""

    @property
    def before(self) -> str:
        """What stands before each of its cells."""
        return f'<td class="field-{self.name}{" number" if self.is_number else ""}" data-label="{escape(self.label)}">'


def columns_of(grid: Any, address: GridAddress) -> tuple[Column, ...]:
    """Return the columns that the grid offers, those that are shown and the others."""
    sorted_by = grid.get_ordering_field_columns()
    return tuple(_column(grid, address, name, sorted_by) for name in grid.offered)


def _column(grid: Any, address: GridAddress, name: str, sorted_by: dict[int, str]) -> Column:
    screen = grid.model_admin
    label, attr = label_for_field(name, grid.model, model_admin=screen, return_attr=True)
    may_sort = grid.sortable_by is None or name in grid.sortable_by
    sorts = may_sort and (attr is None or bool(getattr(attr, "admin_order_field", None)))
    now = {"asc": "ascending", "desc": "descending"}.get(sorted_by.get(grid.list_display.index(name), ""), "")
    # The first click sorts numbers and days from the largest and latest down; a click on the sorted column turns it round.
    is_number = name in screen.number_columns
    descends = now == "ascending" or (not now and (is_number or name in screen.date_columns))
    return Column(
        name,
        str(label)[:1].upper() + str(label)[1:],
        is_number=is_number,
        is_shown=name in grid.shown,
        is_usual=name in grid.usual,
        sort_url=address.without("o").having(**{SORT: f"{'-' if descends else ''}{name}"}).url if sorts else "",
        sorted_by=now,
    )


def rows_of(grid: Any, columns: tuple[Column, ...]) -> list[SafeString]:
    """Return the rows of the page, as the page holds them."""
    shown = [column for column in columns if column.is_shown]
    back = f"?{grid.preserved_filters}" if grid.preserved_filters else ""
    if grid.is_popup:
        back = f"{back}&_popup=1" if back else "?_popup=1"
    links = set(grid.list_display_links or ())
    has_box = "action_checkbox" in grid.list_display
    return [_row(grid, row, shown, links, escape(back), has_box=has_box) for row in grid.result_list]


def _row(grid: Any, row: Any, columns: list[Column], links: set[str], back: str, *, has_box: bool) -> SafeString:
    cells = [f'<td class="action-checkbox">{grid.model_admin.action_checkbox(row)}</td>'] if has_box else []
    url = f"{escape(grid.url_for_result(row))}{back}" if links else ""
    opener = f' data-popup-opener="{escape(str(row.pk))}"' if grid.is_popup else ""
    for column in columns:
        text = cell_text(grid, column.name, row)
        shown, long = (text, "") if isinstance(text, SafeString) else (escape(text), _whole(text))
        if column.name in links:
            shown = f'<a class="grid-link" href="{url}"{opener}{long}>{shown}</a>'
        elif long:
            shown = f'<span tabindex="0"{long}>{shown}</span>'
        cells.append(f"{column.before}{shown}</td>")
    return SafeString("".join(cells))


def _whole(text: str) -> str:
    return f' class="grid-long" title="{escape(text)}"' if len(text) > LONG else ""


def cell_text(grid: Any, name: str, row: Any) -> str:
    """Return what a cell says, as text or, marked as safe, as HTML."""
    # Every object has a `__str__`, the screen too: the row's is asked below.
    method = getattr(grid.model_admin, name, None) if name != "__str__" else None
    if callable(method):
        value = method(row)
        label = getattr(method, "label", None)
        if label:
            return label_cell(str(value), label.get(value) if isinstance(label, dict) else None)
        if isinstance(value, str):
            return value or NOTHING
        return str(display_for_value(value, NOTHING, getattr(method, "boolean", False)))
    field, _, value = lookup_field(name, row, grid.model_admin)
    if field is None or field.remote_field:
        return NOTHING if value is None else str(value)
    return str(display_for_field(value, field, NOTHING))
