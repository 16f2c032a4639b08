"""A form of several rows says which rows it shows, so that a row that got lost on its way can never be silent.

The form's hidden field carries the names of its rows, by spaces; a script that adds a row or takes one back writes that there.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class RowsShown:
    """What came in of a form of several rows: `lost` are said to be shown and did not come, `strange` came unsaid."""

    shown: int
    lost: int
    strange: int

    @property
    def is_whole(self) -> bool:
        """Whether each row that was shown came in, and no other."""
        return not self.lost and not self.strange


def rows_shown(said: str, came: Iterable[str]) -> RowsShown:
    """Compare the names that a form says it shows with the names of the rows that came in."""
    names, found = set(said.split()), set(came)
    return RowsShown(len(names), len(names - found), len(found - names))
