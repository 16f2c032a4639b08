"""What a credit memo does to the shelf and to the salable quantity (docs/rules.md#orders-8)."""

from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.order_progress import LineProgress
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class RefundPlan:
    """What becomes of the refunded units of one line. All in units.

    `released` were promised and never left: their reservation ends. `to_source` had left and come back to their source.
    `written_off` of the released are taken from the sources as well: "Return to Stock" was not ticked, and they lie there for
    the line. `stays_away` had left and do not come back.
    """

    released: Decimal
    to_source: Decimal = ZERO
    written_off: Decimal = ZERO
    stays_away: Decimal = ZERO


def refund_plan(quantity: Decimal, line: LineProgress, *, return_to_stock: bool, covered: Decimal = ZERO) -> RefundPlan:
    """Return the plan for refunding `quantity` of `line`, which stands as it was before this memo.

    A refund eats the part that never left first. `covered` are the units that the queue has for the line now: no more is
    written off, because what lies on the shelves beside them covers other orders, and what is owed never existed.
    """
    never_left = min(unshipped(line), quantity)
    left = quantity - never_left
    if return_to_stock:
        return RefundPlan(released=never_left, to_source=left)
    return RefundPlan(released=never_left, written_off=min(never_left, max(covered, ZERO)), stays_away=left)


def unshipped(line: LineProgress) -> Decimal:
    """Return how many units of `line` a refund finds that never left: paid for, and neither shipped nor given up."""
    return max(min(line.open, line.invoiced - line.shipped - line.released), ZERO)


def returns_at_first(quantity: Decimal, line: LineProgress, *, is_configured: bool) -> bool:
    """Return whether "Return to Stock" is ticked when the page offers to refund `quantity` of `line`.

    Units that never left lie where they lay: ticked. Once some were shipped the merchant's setting decides.
    """
    return is_configured or quantity <= unshipped(line)
