"""What a grid finds, as a file: every row in the order of the grid, with the columns that are shown.

Rows are read in steps, outside of any transaction: who takes a long file slowly keeps nothing of the database from others.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from html import unescape
from itertools import batched, chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib.admin.utils import display_for_field, lookup_field
from django.http import FileResponse, HttpResponseBase
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import localtime
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalog.admin.grid_table import NOTHING, WrittenCell
from catalog.admin.pages import csv_answer
from catalog.rules.csv_line import Cell, csv_line

KINDS = {"csv": "CSV", "xlsx": "XLSX (Excel)"}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is looked up of many rows at once.
STEP = 1000
# What a sheet and a cell of XLSX hold; a longer list goes on in the next sheet.
ROWS_OF_SHEET, LETTERS_OF_CELL = 1_000_000, 32_767
WIDTH = 18


@dataclass(frozen=True)
class FileColumn:
    """A column of the file: its title, and what a row says in it."""

    title: str
    value: Callable[[Any], Cell]


def export_answer(grid: Any, kind: str) -> HttpResponseBase:
    """Return what `grid` finds as a file of one of `KINDS`."""
    columns = file_columns(grid)
    titles = [column.title for column in columns]
    rows = ([_local(column.value(row)) for column in columns] for row in _rows(grid))
    name = slugify(grid.opts.verbose_name_plural)
    if kind == "csv":
        return csv_answer(chain([csv_line(*titles)], (csv_line(*row) for row in rows)), name=name)
    return FileResponse(workbook(titles, rows), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def file_columns(grid: Any) -> list[FileColumn]:
    """Return the columns that are shown, those of numbers and days as such; `exported` of the screen says where one is several."""
    own = grid.model_admin.exported
    return [
        FileColumn(title, value)
        for column in grid.columns
        if column.is_shown
        for title, value in own.get(
            column.name, ((column.label, _value_of(grid, column.name, is_number=column.is_number)),)
        )
    ]


def _rows(grid: Any) -> Iterator[Any]:
    for some in batched(grid.queryset.iterator(chunk_size=STEP), STEP):
        yield from grid.filled(list(some))


def _value_of(grid: Any, name: str, *, is_number: bool) -> Callable[[Any], Cell]:
    method: Any = getattr(grid.model_admin, name, None) if name != "__str__" else None
    day = getattr(method, "admin_order_field", "") if name in grid.model_admin.date_columns else ""

    def told(row: Any) -> Cell:
        if not callable(method):
            return _of_field(grid, name, row)
        moment = getattr(row, day, None) if day else None
        if isinstance(moment, date):
            return moment
        text = _text(method(row))
        return _number(text) if is_number else text

    return told


def _of_field(grid: Any, name: str, row: Any) -> Cell:
    field, _, value = lookup_field(name, row, grid.model_admin)
    if isinstance(value, bool) or field is None or field.remote_field:
        return _text(value)
    if isinstance(value, Decimal | int | datetime):
        return value
    return _text(display_for_field(value, field, ""))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case WrittenCell():
            return value.told
        case SafeString():
            return unescape(strip_tags(value)).strip()
        case _:
            return "" if value == NOTHING else str(value)


def _number(text: str) -> Cell:
    """Return what a cell of numbers says; what is no number there, such as "No manage stock", stays a text."""
    with suppress(InvalidOperation):
        return Decimal(text.replace(",", "")) if text else None
    return text


def _local(value: Cell) -> Cell:
    """Return a moment by the shop's clock."""
    return localtime(value) if isinstance(value, datetime) else value


def workbook(titles: list[str], rows: Iterable[Iterable[Cell]]) -> IO[bytes]:
    """Return an XLSX file of the rows, ready to be read. It is written row by row, and never stands in memory as a whole."""
    # Closed by the answer that sends it.
    target: IO[bytes] = TemporaryFile()  # noqa: SIM115
    with Workbook(target, {"constant_memory": True, "remove_timezone": True}) as book:
        bold = book.add_format({"bold": True})
        day, moment = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        left = iter(rows)
        while True:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(titles) - 1, 0), WIDTH)
            for place, title in enumerate(titles):
                sheet.write_string(0, place, title, bold)
            written = 0
            for written, row in enumerate(islice(left, ROWS_OF_SHEET), start=1):
                for place, cell in enumerate(row):
                    _write(sheet, (written, place), cell, day=day, moment=moment)
            if written < ROWS_OF_SHEET:
                break
    target.seek(0)
    return target


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, *, day: Format, moment: Format) -> None:
    """Write one cell by its kind: a text is never a formula, a link or a number."""
    match cell:
        case None | "":
            return
        case str():
            sheet.write_string(*at, cell[:LETTERS_OF_CELL])
        case Decimal() | int():
            sheet.write_number(*at, cell)
        case datetime():
            sheet.write_datetime(*at, cell, moment)
        case _:
            sheet.write_datetime(*at, cell, day)
