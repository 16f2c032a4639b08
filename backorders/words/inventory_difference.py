"""What is said of a difference that an inventory check found."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from backorders.rules.inventory_difference import Difference, DifferenceKind
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain
from catalog.rules.stock_level import LevelColumn

NO_DIFFERENCE = "All numbers agree: shelves, promises, orders and payments."


@dataclass(frozen=True)
class DifferenceInWords:
    """One difference. `stock` and `sku` are empty for money, `order_number` for a level."""

    stock: str
    sku: str
    order_number: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        order = f"{'order' if self.stock else 'Order'} #{self.order_number}" if self.order_number else ""
        where = ", ".join(part for part in (self.stock, self.sku, order) if part)
        return f"{where}: {self.what}: expected {self.expected}, found {self.found}"


def difference_words(difference: Difference) -> DifferenceInWords:
    """Return what differs, what was expected, and what was found."""
    what, expected, found = _told(difference)
    return DifferenceInWords(difference.stock, difference.sku, difference.order_number, what, expected, found)


def _told(difference: Difference) -> tuple[str, str, str]:
    about, expected, found = difference.about, difference.expected, difference.found
    match difference.kind:
        case DifferenceKind.SHARING:
            what = "the stocks that share its sources differ from the links"
            return what, _sharing(expected), _sharing(found)
        case DifferenceKind.LEVEL:
            return f"{about} differs from {LevelColumn(about).cause}", _units(expected), _units(found)
        case DifferenceKind.PROMISE:
            what = "the ledger differs from the open units of the order"
            return what, _units(expected), _units(found)
        case DifferenceKind.PAYMENT:
            what = "captured money differs from what was invoiced less refunded"
            return what, _amount(expected, about), _amount(found, about)
        case DifferenceKind.REFUND:
            back = f"{_amount(expected, about)} given back"
            return "a refund was not confirmed", back, ": ".join(filter(None, found))
        case DifferenceKind.DAY:
            return f"what is kept of {about} differs from the ledger", _day(expected), _day(found)
        case _:
            assert_never(difference.kind)


def _units(values: Sequence[str]) -> str:
    return plain(Decimal(values[0]))


def _amount(values: Sequence[str], currency: str) -> str:
    return amount_text(Decimal(values[0]), currency)


def _sharing(values: Sequence[str]) -> str:
    if not values:
        return "shares none"
    return f"with {values[0]}, {'the same' if 'same' in values[1:] else 'some'} sources"


def _day(values: Sequence[str]) -> str:
    if not values:
        return "no change"
    *numbers, since = values
    became, served, given_up, *worth = (plain(Decimal(number)) for number in numbers)
    units = f"{became} became owed, {served} served, {given_up} given up"
    return f"{units} ({', '.join(worth)}; owed since {since})"
