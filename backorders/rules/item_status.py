"""The status of one order line, computed from its quantities (docs/rules.md#orders-13)."""

from decimal import Decimal
from enum import Enum


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
    *, ordered: Decimal, invoiced: Decimal, shipped: Decimal, cancelled: Decimal, refunded: Decimal, owed: Decimal
) -> ItemStatus:
    """Return the line's status; quantities in units, `owed` the backordered part.

    Unlike the reference, a line that still owes units says Backordered after it was paid: cards are captured at once here, and
    "Invoiced" would hide what the merchant has to act on.
    """
    actual = ordered - cancelled - refunded
    checks = (
        (ItemStatus.CANCELED, cancelled == ordered),
        (ItemStatus.REFUNDED, refunded == ordered),
        (ItemStatus.SHIPPED, actual > 0 and shipped == actual),
        (ItemStatus.BACKORDERED, shipped == 0 and owed > 0 and owed >= actual),
        (ItemStatus.PARTIAL, shipped == 0 and owed > 0),
        (ItemStatus.ORDERED, max(invoiced, shipped, cancelled, refunded) == 0),
        (ItemStatus.INVOICED, shipped == 0 and invoiced == actual),
        (ItemStatus.PARTIAL, max(shipped, invoiced) < actual),
    )
    return next((status for status, holds in checks if holds), ItemStatus.MIXED)
