"""Whether each row that a page of an order shows came in: a quantity that got lost must not count as none."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.rules.shown_form import RowsShown, rows_shown
from catalog.words.form import lost_words

ROWS = "rows-shown"
TYPED_ROWS = "rows-typed"


def rows_problem(posted: Mapping[str, Any], *, prefix: str) -> str:
    """Return why a page was refused whose boxes are named `prefix` and an id; empty when it is whole, or did not say."""
    if ROWS not in posted:
        return ""
    boxes = (name for name in posted if name.startswith(prefix) and name.removeprefix(prefix).isdecimal())
    rows = rows_shown(str(posted[ROWS]), boxes)
    return "" if rows.is_whole else lost_words(rows)


def typed_rows_problem(said: str, *columns: Sequence[str]) -> str:
    """Return why rows were refused that `said` how many they are; empty when each of `columns` brought as many.

    A column that is a value short would put every quantity below it to another product.
    """
    if not said.isascii() or not said.isdecimal():
        return ""
    shown, came = int(said), [len(column) for column in columns]
    rows = RowsShown(shown, max(0, shown - min(came)), max(0, max(came) - shown))
    return "" if rows.is_whole else lost_words(rows)
