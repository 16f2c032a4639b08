"""What a credit memo does to the shelf and to the salable quantity (the reference's table, rules.md Orders 8)."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.quantity import ZERO, clamp


@dataclass(frozen=True)
class RefundPlan:
    """What becomes of the refunded units of one line. All in units.

    `released` were promised and never left: their reservation ends. `to_source` had left and come back to their source.
    `written_off` are taken from the sources although they never left: "Return to Stock" was not ticked.
    """

    released: Decimal
    to_source: Decimal
    written_off: Decimal


def refund_plan(
    quantity: Decimal, *, invoiced: Decimal, refunded: Decimal, delivered: Decimal, return_to_stock: bool
) -> RefundPlan:
    """Return the plan for refunding `quantity` of a line of which `delivered` units have left the shelf.

    `invoiced` and `refunded` are those before this memo. A refund eats the part that never left first.
    """
    never_left = clamp(invoiced - refunded - delivered, ZERO, quantity)
    if return_to_stock:
        return RefundPlan(released=never_left, to_source=quantity - never_left, written_off=ZERO)
    return RefundPlan(released=never_left, to_source=ZERO, written_off=never_left)
