"""What an order costs."""

from collections.abc import Iterable
from decimal import Decimal

CENT = Decimal("0.01")
# An order's total is numeric(12,2).
LARGEST_TOTAL = Decimal("9999999999.99")


def order_total(lines: Iterable[tuple[str, Decimal, Decimal]]) -> Decimal:
    """Return the sum of `lines` (SKU, unit price, units), each to the cent, in the order's currency.

    Raises `ValueError` naming the SKU with which the sum becomes larger than one order can be.
    """
    total = Decimal("0.00")
    for sku, unit_price, units in lines:
        total += (unit_price * units).quantize(CENT)
        if total > LARGEST_TOTAL:
            raise ValueError(f"{sku}: an order's total is at most {LARGEST_TOTAL:,}, and with this line it is larger.")
    return total
