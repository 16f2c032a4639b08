"""Supply as it is typed, pasted or read from a CSV file: a row a supply (docs/rules.md#supply-3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.rules.incoming_supply import FIRST_DAY, LAST_DAY
from catalog.rules.quantity import InvalidQuantityError, more_than_nothing
from catalog.rules.typed_row import typed_cells

# All of them are written in one transaction.
MOST_ROWS = 2000
LONGEST_REFERENCE = 100
COLUMNS = ("sku", "source", "quantity", "date", "reference")
# What a column may be called at the head of a file: small letters, blanks and lines below left out.
NAMES = {
    "sku": "sku",
    "source": "source",
    "sourcecode": "source",
    "quantity": "quantity",
    "qty": "quantity",
    "date": "date",
    "expected": "date",
    "expectedon": "date",
    "reference": "reference",
}
# What stands before a name in a file of a spreadsheet.
MARK = "\ufeff"


@dataclass(frozen=True)
class SupplyRow:
    """Row `row` (from 1): units of a SKU that are expected at the source of that code."""

    row: int
    sku: str
    source_code: str
    quantity: Decimal
    expected_on: date
    reference: str


@dataclass(frozen=True)
class UnreadSupply:
    """A row that cannot be read: `column` says which cell, `typed` what stands there."""

    row: int
    column: str
    typed: str


@dataclass(frozen=True)
class TypedSupply:
    """What was read, in typed order, and what could not be read."""

    rows: tuple[SupplyRow, ...]
    unread: tuple[UnreadSupply, ...]


@dataclass(frozen=True)
class Unsaid:
    """What holds for the cells that a row leaves empty."""

    source_code: str = ""
    expected_on: str = ""
    reference: str = ""

    def cells(self) -> dict[str, str]:
        """Return {column: cell}."""
        return {"source": self.source_code, "date": self.expected_on, "reference": self.reference}


@dataclass
class _Reading:
    rows: list[SupplyRow] = field(default_factory=list)
    unread: list[UnreadSupply] = field(default_factory=list)


def typed_supply(text: str, unsaid: Unsaid) -> TypedSupply:
    """Read `text`: SKU, source code, quantity, date (2026-12-03) and reference in each row, as `typed_cells` separates them.

    A row of two cells is a SKU and a quantity; `unsaid` fills in what a row leaves empty. A first row that begins with "SKU" names
    the columns, in any order; columns of other names are not read. Empty rows say nothing.
    """
    reading = _Reading()
    for row, cells in _cells(text):
        _read(row, {**cells, **{name: cell for name, cell in unsaid.cells().items() if not cells.get(name)}}, reading)
    return TypedSupply(tuple(reading.rows), tuple(reading.unread))


def _cells(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    names: tuple[str, ...] = ()
    for row, line in enumerate(text.removeprefix(MARK).splitlines(), start=1):
        cells = typed_cells(line) if line.strip() else []
        if not any(cells):
            continue
        head = tuple(NAMES.get(cell.casefold().replace(" ", "").replace("_", ""), "") for cell in cells)
        if head[0] == "sku" and "quantity" in head:
            names = head
        elif names:
            yield row, {name: cell for name, cell in zip(names, cells, strict=False) if name}
        else:
            short = ("sku", "quantity")
            yield row, dict(zip(short if len(cells) <= len(short) else COLUMNS, cells, strict=False))


def _read(row: int, cells: Mapping[str, str], reading: _Reading) -> None:
    bad = len(reading.unread)
    quantity, expected_on = Decimal(0), FIRST_DAY
    for name in ("sku", "source"):
        if not cells.get(name):
            reading.unread.append(UnreadSupply(row, name, ""))
    try:
        quantity = more_than_nothing(cells.get("quantity", ""))
    except InvalidQuantityError:
        reading.unread.append(UnreadSupply(row, "quantity", cells.get("quantity", "")))
    try:
        expected_on = date.fromisoformat(cells.get("date", ""))
    except ValueError:
        reading.unread.append(UnreadSupply(row, "date", cells.get("date", "")))
    else:
        if not FIRST_DAY <= expected_on <= LAST_DAY:
            reading.unread.append(UnreadSupply(row, "date", cells["date"]))
    reference = cells.get("reference", "")
    if len(reference) > LONGEST_REFERENCE:
        reading.unread.append(UnreadSupply(row, "reference", reference[:LONGEST_REFERENCE]))
    if len(reading.unread) == bad:
        reading.rows.append(SupplyRow(row, cells["sku"], cells["source"], quantity, expected_on, reference))
