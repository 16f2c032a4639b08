"""What a credit memo does to the shelf and to the salable quantity (the reference's table, rules.md Orders 8)."""

from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO, clamp


@dataclass(frozen=True)
class RefundPlan:
    """What becomes of the refunded units of one line. All in units.

    `released` were promised and never left: their reservation ends. `to_source` had left and come back to their source.
    `written_off` are taken from the sources although they never left: "Return to Stock" was not ticked. `stays_away` had left
    and do not come back.
    """

    released: Decimal
    to_source: Decimal = ZERO
    written_off: Decimal = ZERO
    stays_away: Decimal = ZERO


def refund_plan(
    quantity: Decimal, line: LineProgress, *, return_to_stock: bool, is_set_aside: bool = True
) -> RefundPlan:
    """Return the plan for refunding `quantity` of `line`, which stands as it was before this memo.

    A refund eats the part that never left first: paid for, and neither shipped nor given up. `is_set_aside` False: no stock was
    set aside for the line when it was placed, so that there is nothing to write off.
    """
    never_left = clamp(min(line.open, line.invoiced - line.shipped - line.released), ZERO, quantity)
    left = quantity - never_left
    if return_to_stock:
        return RefundPlan(released=never_left, to_source=left)
    return RefundPlan(released=never_left, written_off=never_left if is_set_aside else ZERO, stays_away=left)
