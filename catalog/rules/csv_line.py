"""CSV files, written: a line of cells, none of which a spreadsheet takes for a formula."""

import csv
import re
from datetime import date, datetime
from decimal import Decimal

from catalog.rules.quantity import plain

type Cell = str | Decimal | int | date | None

# A formula begins with one of these (the wide ones where the spreadsheet speaks Japanese or Chinese), at the beginning of a
# cell. A cell of ours ends for a spreadsheet also at what separates in its country or in the import dialog: the guard stands
# behind each. What it skips before a formula is skipped here too.
FORMULA = re.compile(r'(^|\r\n|[;|\t\r\n])(?=(?:[^\S\t\r\n]|["\ufeff\u200b-\u200f])*[=+\-@\uff1d\uff0b\uff0d\uff20])')


class _Line:
    """What `csv.writer` writes to: hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Line())


def csv_line(*cells: Cell) -> str:
    """Return one line, its end included. Only texts are kept from being formulas: a number of ours may begin with a minus.

    Quantities are written as people write them, days and moments as ISO 8601.
    """
    return str(_WRITER.writerow([_written(cell) for cell in cells]))


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return plain(cell)
        case datetime():
            return cell.isoformat(timespec="seconds")
        case int() | date():
            return str(cell)
        case _:
            return no_formula(cell)


def no_formula(text: str) -> str:
    """Keep a spreadsheet from reading the text, or what it takes for a cell of its own in it, as a formula.

    An apostrophe before it says "text" to every spreadsheet.
    """
    return FORMULA.sub(r"\1'", text)
