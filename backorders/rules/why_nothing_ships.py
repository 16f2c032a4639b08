"""Why nothing of an order can ship."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from backorders.rules.order_status import OPEN, OrderStatus
from catalog.rules.quantity import ZERO, plain


class Shippable(Protocol):
    """What is left to ship of one order line, and how much of it is covered now, in units."""

    @property
    def open(self) -> Decimal:
        """Units left to ship."""

    @property
    def covered(self) -> Decimal:
        """Units of them that can ship now."""

    @property
    def is_gone(self) -> bool:
        """Whether the product was deleted: nothing will arrive."""


def why_nothing_ships(status: OrderStatus, lines: Iterable[Shippable]) -> str:
    """Return why nothing of an order with this `status` ships now, as sentences; empty when something can."""
    left = [line for line in lines if line.open > 0]
    if status is OrderStatus.ON_HOLD:
        return "The order is On Hold. Release it first."
    if status not in OPEN:
        return f"A shipment cannot be created when an order has a status of {status.label}."
    if not left:
        return "Nothing of this order is left to ship."
    if any(line.covered > 0 for line in left):
        return ""
    if all(line.is_gone for line in left):
        return (
            "What is left of this order was deleted from the catalog: nothing of it will arrive. "
            "Say that it was shipped from elsewhere, cancel it, or refund it."
        )
    owed = sum((line.open for line in left), ZERO)
    return (
        f"Nothing of this order can ship yet: {plain(owed)} owed. The shelf holds nothing for it until stock arrives."
    )
