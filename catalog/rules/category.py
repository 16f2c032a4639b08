"""A category's path: the names from the root to it, separated by "/", as the reference's files have it."""

from enum import Enum, auto

LONGEST_PATH = 255
SEPARATOR = "/"


class NotAPath(Enum):
    """Why a category cannot stand there."""

    SEPARATOR = auto()
    BELOW_ITSELF = auto()
    TOO_LONG = auto()


def path_below(parent: str, name: str) -> str:
    """Return the path of a category called `name` below the one at `parent`; empty: at the root."""
    return f"{parent}{SEPARATOR}{name}" if parent else name


def is_below(path: str, ancestor: str) -> bool:
    """Whether the category at `path` is the one at `ancestor`, or stands below it at any depth."""
    return path == ancestor or path.startswith(f"{ancestor}{SEPARATOR}")


def moved_path(path: str, *, before: str, after: str) -> str:
    """Return the path of a category below `before` once that one stands at `after`."""
    return after + path.removeprefix(before)


def why_not_there(name: str, *, parent: str, stood: str, longest_below: int = 0) -> NotAPath | None:
    """Return why a category called `name` cannot stand below `parent`; None when it can.

    It `stood` at a path, empty for a new one; the longest path below it has `longest_below` characters more than its own.
    """
    if SEPARATOR in name:
        return NotAPath.SEPARATOR
    if stood and is_below(parent, stood):
        return NotAPath.BELOW_ITSELF
    if len(path_below(parent, name)) + longest_below > LONGEST_PATH:
        return NotAPath.TOO_LONG
    return None
