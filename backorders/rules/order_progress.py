"""Where an order stands when its lines have moved (docs/rules.md#orders-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class LineProgress:
    """The quantities of one line, in units. `released` were refunded without ever having left the shelf."""

    ordered: Decimal
    invoiced: Decimal = ZERO
    shipped: Decimal = ZERO
    cancelled: Decimal = ZERO
    refunded: Decimal = ZERO
    released: Decimal = ZERO

    @property
    def open(self) -> Decimal:
        """Units promised and neither shipped nor given up: what the ledger holds for the line."""
        return self.ordered - self.shipped - self.cancelled - self.released

    @property
    def net(self) -> Decimal:
        """Units that are wanted: ordered and not cancelled, shipped or not."""
        return self.ordered - self.cancelled

    @property
    def to_invoice(self) -> Decimal:
        """Units not paid for yet."""
        return max(self.ordered - self.invoiced - self.cancelled, ZERO)


def status_after(now: OrderStatus, lines: Iterable[LineProgress]) -> OrderStatus:
    """Return the status the lines call for: cancelled, closed, complete, else processing. `now` is that behind a hold.

    A cancelled order whose lines are open again is processed (C28).
    """
    every = tuple(lines)
    if all(line.cancelled == line.ordered for line in every):
        return OrderStatus.CANCELED
    if any(line.open for line in every):
        moved = any(line.invoiced or line.shipped for line in every)
        return OrderStatus.PROCESSING if moved else now
    if any(line.invoiced for line in every) and all(line.refunded >= line.invoiced for line in every):
        return OrderStatus.CLOSED
    return OrderStatus.PROCESSING if any(line.to_invoice for line in every) else OrderStatus.COMPLETE
