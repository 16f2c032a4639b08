"""Whether a fraction of a unit makes sense for an order line."""

from decimal import Decimal


def divisible(quantity: Decimal, *, ordered: Decimal, is_qty_decimal: bool) -> bool:
    """Return whether `quantity` units of a line may be canceled or refunded: a fraction only where the product is sold in decimals.

    A line that was ordered in a fraction was sold in decimals, whatever the product's setting says today.
    """
    return is_qty_decimal or quantity % 1 == 0 or ordered % 1 != 0
