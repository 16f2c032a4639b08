"""What one setting of Stores > Configuration is: its declaration, and how typed text becomes its value.

Minimum Qty Allowed in Shopping Cart as rows "Customer Group | Minimum Qty", to and from the text of the setting.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from functools import cached_property
from typing import Any

from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.quantity import plain, quantity
from catalog.rules.scope import Scope
from catalog.rules.text import NotAnAddressError, email_addresses, typed_problem

# What ends a line or steers a device: control characters, line and paragraph separators.
NO_TEXT = frozenset({"Cc", "Zl", "Zp"})


class Kind(Enum):
    """The control that a setting is edited with."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    GROUP_MINIMUMS = "group_minimums"
    EMAILS = "emails"
    TEXT = "text"  # one line
    LINES = "lines"


class Bound(Enum):
    """What a number must satisfy beyond being one."""

    NUMBER = auto()
    NOT_NEGATIVE = auto()
    ABOVE_ZERO = auto()
    WHOLE_ABOVE_ZERO = auto()


class SettingProblem(Enum):
    """Why something is no value of its setting; `catalog/words/setting.py` says it."""

    NOT_OFFERED = auto()
    NO_FLAG = auto()
    NO_NUMBER = auto()
    TOO_PRECISE = auto()
    NEGATIVE = auto()
    NOT_ABOVE_ZERO = auto()
    INCREMENT_NOT_WHOLE = auto()
    NOT_WHOLE = auto()  # of units that are sold whole
    GROUP_TWICE = auto()
    NO_SUCH_GROUP = auto()
    NO_EMAIL = auto()
    EMPTY = auto()
    SEVERAL_LINES = auto()
    CONTROL_CHARACTER = auto()
    BAD_TEXT = auto()


class InvalidSettingError(ValueError):
    """The typed text is no value of this setting. `detail` is the part of the text, or what is wrong with it, where that helps."""

    def __init__(self, problem: SettingProblem, detail: str = "") -> None:
        """Keep why."""
        super().__init__(problem.name, detail)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True)
class Setting:
    """One declared setting: the form, the page, the fallback, the docs and the tests iterate these.

    `path` is the reference's path, `default` the built-in value as stored text, `narrowest` the narrowest scope it may
    be stored at, `shown_when` the (path, value) of another setting that must hold for the row to be shown. A text has at most
    `longest` characters; only one that `is_needed` may not be empty.
    """

    path: str
    label: str
    kind: Kind
    default: str
    help: str = ""
    narrowest: Scope = Scope.DEFAULT
    choices: tuple[tuple[str, str], ...] = ()
    bound: Bound = Bound.NUMBER
    shown_when: tuple[str, str] | None = None
    longest: int = 255
    is_needed: bool = False

    @cached_property
    def name(self) -> str:
        """The last part of the path: the field's short name, as in the case files and the CSV."""
        return self.path.rsplit("/", 1)[1]

    def clean(self, typed: str) -> str:
        """Return the text to store for what was typed, or raise `InvalidSettingError`."""
        match self.kind:
            case Kind.YES_NO | Kind.CHOICE:
                if typed not in dict(self.all_choices):
                    raise InvalidSettingError(SettingProblem.NOT_OFFERED)
                return typed
            case Kind.NUMBER:
                return plain(self._number(typed))
            case Kind.GROUP_MINIMUMS:
                return self._minimums(typed)
            case Kind.EMAILS:
                return _emails(typed)
            case Kind.TEXT | Kind.LINES:
                return self._text(typed)

    @property
    def all_choices(self) -> tuple[tuple[str, str], ...]:
        """The (value, label) pairs of a select; Yes is listed first, as in the reference."""
        return (("1", "Yes"), ("0", "No")) if self.kind is Kind.YES_NO else self.choices

    def _text(self, typed: str) -> str:
        # By itself strip() would take control characters off the ends.
        lines = [line.strip(" \t") for line in typed.replace("\r\n", "\n").split("\n")]
        text = "\n".join(line for line in lines if line)
        if self.is_needed and not text.strip():
            raise InvalidSettingError(SettingProblem.EMPTY)
        if self.kind is Kind.TEXT and "\n" in text:
            raise InvalidSettingError(SettingProblem.SEVERAL_LINES)
        if problem := typed_problem(text, longest=self.longest, is_line=False):
            raise InvalidSettingError(SettingProblem.BAD_TEXT, problem)
        if any(unicodedata.category(character) in NO_TEXT for line in lines for character in line):
            raise InvalidSettingError(SettingProblem.CONTROL_CHARACTER)
        return text

    def _minimums(self, typed: str) -> str:
        rows = minimum_rows(typed)
        if len({row.group for row in rows}) < len(rows):
            raise InvalidSettingError(SettingProblem.GROUP_TWICE)
        return minimum_text(tuple(MinimumRow(row.group, plain(self._number(row.least))) for row in rows))

    def _number(self, typed: str) -> Decimal:
        text = typed.strip(" \t\r\n")
        # Decimal() would also take digits of other scripts, underscores and control characters at the ends.
        if not (text.isascii() and text.isprintable()) or "_" in text:
            raise InvalidSettingError(SettingProblem.NO_NUMBER)
        try:
            number = Decimal(text)
            cleaned = quantity(number)
        except (InvalidOperation, ValueError) as error:
            raise InvalidSettingError(SettingProblem.NO_NUMBER) from error
        if cleaned != number:
            raise InvalidSettingError(SettingProblem.TOO_PRECISE)
        if self.bound is Bound.NOT_NEGATIVE and cleaned < 0:
            raise InvalidSettingError(SettingProblem.NEGATIVE)
        if self.bound in {Bound.ABOVE_ZERO, Bound.WHOLE_ABOVE_ZERO} and cleaned <= 0:
            raise InvalidSettingError(SettingProblem.NOT_ABOVE_ZERO)
        if self.bound is Bound.WHOLE_ABOVE_ZERO and cleaned != cleaned.to_integral_value():
            raise InvalidSettingError(SettingProblem.INCREMENT_NOT_WHOLE)
        return cleaned


def _emails(typed: str) -> str:
    try:
        return ", ".join(email_addresses(typed))
    except NotAnAddressError as error:
        raise InvalidSettingError(SettingProblem.NO_EMAIL, str(error)) from error


JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(frozen=True)
class MinimumRow:
    """One row: a customer group's code (`ALL_GROUPS` for all) and its minimum as text, exactly as typed or stored."""

    group: str
    least: str


def minimum_rows(text: str) -> tuple[MinimumRow, ...]:
    """Return the rows of a typed or stored text: a number is the row of ALL GROUPS, a JSON object has a row per group.

    Nothing is judged here: what is no number stays as it is, for the field to show and `Setting.clean` to refuse.
    """
    if not text.strip():
        return ()
    if not text.lstrip().startswith("{"):
        return (MinimumRow(ALL_GROUPS, text),)
    try:
        # Numbers stay text (no binary floats); a group that is named twice is kept twice, to be refused.
        pairs: Any = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return (MinimumRow(ALL_GROUPS, text),)
    return tuple(MinimumRow(str(group), "" if least is None else str(least)) for group, least in pairs)


def minimum_text(rows: tuple[MinimumRow, ...]) -> str:
    """Return the rows as the reference stores them: ALL GROUPS alone is a plain number, no row at all is empty."""
    if not rows:
        return ""
    if len(rows) == 1 and rows[0].group == ALL_GROUPS and JSON_NUMBER.fullmatch(rows[0].least):
        return rows[0].least
    # Not through a dict: two rows of one group must reach `Setting.clean`, which refuses them.
    return "{" + ", ".join(f"{json.dumps(row.group)}: {_json(row.least)}" for row in rows) + "}"


def _json(least: str) -> str:
    return least if JSON_NUMBER.fullmatch(least) else json.dumps(least)
