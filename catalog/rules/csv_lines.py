"""Lines of CSV that a spreadsheet shows and never runs."""

import csv
import re
from collections.abc import Iterable

# A formula begins with one of these (the wide ones where the spreadsheet speaks Japanese or Chinese), at the beginning of a
# cell. A cell of ours ends for a spreadsheet also at what separates in its country or in the import dialog: the guard stands
# behind each. What it skips before a formula is skipped here too.
FORMULA = re.compile(r'(^|\r\n|[;|\t\r\n])(?=(?:[^\S\t\r\n]|["\ufeff\u200b-\u200f])*[=+\-@\uff1d\uff0b\uff0d\uff20])')


class _Line:
    """What `csv.writer` writes to: hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Line())


def csv_line(*texts: str, numbers: Iterable[str] = (), more: Iterable[str] = ()) -> str:
    """Return one line, its end included. Only `numbers`, which we wrote ourselves, may begin with a minus."""
    return str(_WRITER.writerow([*map(no_formula, texts), *numbers, *map(no_formula, more)]))


def no_formula(text: str) -> str:
    """Keep a spreadsheet from reading the text, or what it takes for a cell of its own in it, as a formula.

    An apostrophe before it says "text" to every spreadsheet.
    """
    return FORMULA.sub(r"\1'", text)
