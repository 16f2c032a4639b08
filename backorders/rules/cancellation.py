"""What may be canceled, by whom, what of it was paid for, and whether late money reopens it (C28)."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum, auto

from backorders.rules.line_quantities import LineProgress, captured_part
from backorders.rules.order_status import MAY_BECOME, OrderStatus
from catalog.rules.quantity import ZERO


def cancelable(line: LineProgress, *, is_offline: bool) -> Decimal:
    """Return the units that a cancellation gives up.

    Paid online, everything that is still open: its money goes back in the same action. Paid offline, what was invoiced stays
    and wants a credit memo: ordered - max(shipped, invoiced) - canceled, and never more than is open. (Where invoiced units were
    refunded before they left, what left later were others.)
    """
    if not is_offline:
        return line.open
    return max(min(line.ordered - max(line.shipped, line.invoiced) - line.canceled, line.open), ZERO)


def canceled_and_paid(line: LineProgress, quantity: Decimal, *, is_offline: bool) -> Decimal:
    """Return how many of `quantity` units to cancel had been paid for, so that their money goes back.

    None of an order that is paid offline: there only what was not invoiced is canceled.
    """
    return ZERO if is_offline else captured_part(line, quantity)


class NotCanceled(Enum):
    """Why nothing of an order can be canceled: its status, or nothing is left that a credit memo would not have to give back."""

    STATUS = auto()
    NOTHING_LEFT = auto()


def why_not_canceled(status: OrderStatus, lines: Iterable[LineProgress], *, is_offline: bool) -> NotCanceled | None:
    """Return why nothing of the order can be canceled; None when something can. Page and action ask this, of staff and shopper.

    An order on hold is in the hands of staff, who release it first.
    """
    if OrderStatus.CANCELED not in MAY_BECOME[status]:
        return NotCanceled.STATUS
    return None if any(cancelable(line, is_offline=is_offline) for line in lines) else NotCanceled.NOTHING_LEFT


BY_THE_SHOP = frozenset({"refused", "expired"})
BY_PEOPLE = "canceled"


def canceled_by_the_shop(kinds: Iterable[str]) -> bool:
    """Return whether the shop alone canceled the order whose events have these `kinds`: the payment was refused or never came.

    Where staff or the shopper canceled anything of it, a person decided: late money goes back.
    """
    happened = set(kinds)
    return bool(happened & BY_THE_SHOP) and BY_PEOPLE not in happened
