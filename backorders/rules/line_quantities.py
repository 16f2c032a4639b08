"""What was done of an order line, what may still be done, and where its order stands then.

Statuses of a line and of an order: docs/rules.md#orders-13, docs/rules.md#orders-14.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import ZERO, clamp


@dataclass(frozen=True)
class LineProgress:
    """The quantities of one line, in units. `released` were refunded without ever having left the shelf."""

    ordered: Decimal
    invoiced: Decimal = ZERO
    shipped: Decimal = ZERO
    canceled: Decimal = ZERO
    refunded: Decimal = ZERO
    released: Decimal = ZERO

    @property
    def open(self) -> Decimal:
        """Units promised and neither shipped nor given up: what the ledger holds for the line."""
        return self.ordered - self.shipped - self.canceled - self.released

    @property
    def net(self) -> Decimal:
        """Units that are wanted: ordered and not canceled, shipped or not."""
        return self.ordered - self.canceled

    @property
    def to_invoice(self) -> Decimal:
        """Units not paid for yet."""
        return max(self.ordered - self.invoiced - self.canceled, ZERO)

    @property
    def paid_and_here(self) -> Decimal:
        """Units paid for, as far as what left was paid for first, that neither left nor were refunded."""
        return max(self.invoiced - self.released - self.shipped, ZERO)


def status_after(now: OrderStatus, lines: Iterable[LineProgress]) -> OrderStatus:
    """Return the status the lines call for: canceled, closed, complete, else processing. `now` is that behind a hold.

    A canceled order whose lines are open again is processed (C28).
    """
    every = tuple(lines)
    if all(line.canceled == line.ordered for line in every):
        return OrderStatus.CANCELED
    if any(line.open for line in every):
        moved = any(line.invoiced or line.shipped for line in every)
        return OrderStatus.PROCESSING if moved else now
    if any(line.invoiced for line in every) and all(line.refunded >= line.invoiced for line in every):
        return OrderStatus.CLOSED
    return OrderStatus.PROCESSING if any(line.to_invoice for line in every) else OrderStatus.COMPLETE


class ItemStatus(Enum):
    """What has become of a line; the value is the merchant's word."""

    ORDERED = "Ordered"
    SHIPPED = "Shipped"
    INVOICED = "Invoiced"
    BACKORDERED = "Backordered"
    REFUNDED = "Refunded"
    CANCELED = "Canceled"
    PARTIAL = "Partial"
    MIXED = "Mixed"


def item_status(
    *, ordered: Decimal, invoiced: Decimal, shipped: Decimal, canceled: Decimal, refunded: Decimal, owed: Decimal
) -> ItemStatus:
    """Return the line's status; quantities in units, `owed` the backordered part.

    Unlike the reference, a line that still owes units says Backordered after it was paid: cards are captured at once here, and
    "Invoiced" would hide what the merchant has to act on.
    """
    actual = ordered - canceled - refunded
    checks = (
        (ItemStatus.CANCELED, canceled == ordered),
        (ItemStatus.REFUNDED, refunded == ordered),
        (ItemStatus.SHIPPED, actual > 0 and shipped == actual),
        (ItemStatus.BACKORDERED, shipped == 0 and owed > 0 and owed >= actual),
        (ItemStatus.PARTIAL, shipped == 0 and owed > 0),
        (ItemStatus.ORDERED, max(invoiced, shipped, canceled, refunded) == 0),
        (ItemStatus.INVOICED, shipped == 0 and invoiced == actual),
        (ItemStatus.PARTIAL, max(shipped, invoiced) < actual),
    )
    return next((status for status, holds in checks if holds), ItemStatus.MIXED)


def undelivered(line: LineProgress) -> Decimal:
    """Return the units of a line that were paid for, and neither left nor were given up: to deliver, or for a refund to find."""
    return min(line.paid_and_here, max(line.open, ZERO))


def refundable(line: LineProgress) -> Decimal:
    """Return the units that were paid for and not refunded yet."""
    return max(line.invoiced - line.refunded, ZERO)


def unpaid_units(line: LineProgress, quantity: Decimal) -> Decimal:
    """Return how many of `quantity` units that would leave are not paid for. What is paid for leaves first."""
    return clamp(quantity - line.paid_and_here, ZERO, quantity)


def captured_part(line: LineProgress, quantity: Decimal) -> Decimal:
    """Return how many of `quantity` units to cancel had been captured, so that their money goes back.

    Units that were not invoiced yet go first: nobody waits for a refund that was not needed. Never more than the line keeps.
    """
    return min(max(quantity - line.to_invoice, ZERO), refundable(line))


def divisible(quantity: Decimal, *, ordered: Decimal, is_qty_decimal: bool) -> bool:
    """Return whether `quantity` units of a line may be canceled or refunded: a fraction only where the product is sold in decimals.

    A line that was ordered in a fraction was sold in decimals, whatever the product's setting says today.
    """
    return is_qty_decimal or quantity % 1 == 0 or ordered % 1 != 0
