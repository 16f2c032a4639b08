"""A delivery as it is typed, pasted or scanned: a row a product, its SKU and how many units (docs/rules.md#writes-5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.product_key import sku_key
from catalog.rules.quantity import LARGEST, ZERO, InvalidQuantityError, more_than_nothing
from catalog.rules.typed_row import typed_cells

# All of a delivery is booked in one transaction, and shown on one page.
MOST_PRODUCTS = 2_000
HEADER = "sku"


@dataclass(frozen=True)
class DeliveredUnits:
    """The units of one SKU, in its first spelling, and the rows (from 1) that named it."""

    sku: str
    units: Decimal
    rows: tuple[int, ...]


@dataclass(frozen=True)
class UnreadRow:
    """A row that says no quantity: `typed` is what stands where it should."""

    row: int
    sku: str
    typed: str


@dataclass(frozen=True)
class TypedDelivery:
    """What was read, in typed order, and what could not be read."""

    delivered: tuple[DeliveredUnits, ...]
    unread: tuple[UnreadRow, ...]


def typed_delivery(text: str) -> TypedDelivery:
    """Read `text`: "SKU quantity" in each row, separated by a tab, a semicolon, a comma or a blank. Empty rows say nothing.

    A row without a quantity is one unit, as a scanner types it. What several rows name is added up, in any spelling of the SKU. A
    row that says "sku" and a word is the header of a file.
    """
    found: dict[str, DeliveredUnits] = {}
    unread: list[UnreadRow] = []
    for row, sku, typed in _rows(text):
        before = found.get(sku_key(sku), DeliveredUnits(sku, ZERO, ()))
        try:
            units = before.units + (more_than_nothing(typed) if typed else 1)
        except InvalidQuantityError:
            unread.append(UnreadRow(row, sku, typed))
            continue
        if units > LARGEST:
            unread.append(UnreadRow(row, sku, typed))
            continue
        found[sku_key(sku)] = DeliveredUnits(before.sku, units, (*before.rows, row))
    return TypedDelivery(tuple(found.values()), tuple(unread))


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    for row, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        # What a spreadsheet puts behind the first two cells is not read.
        sku, typed = [*typed_cells(line.strip()), ""][:2]
        is_header = sku.lstrip("\ufeff").casefold() == HEADER and typed and not any(map(str.isdigit, typed))
        if not is_header:
            yield row, sku, typed
