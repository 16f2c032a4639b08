"""What an order costs."""

from collections.abc import Iterable
from decimal import Decimal

from catalog.rules.money import NOTHING, line_amount

# Ten digits before the point, as far as the shop counts; tables hold four places behind it.
LARGEST_TOTAL = Decimal("9999999999.99")


def order_total(lines: Iterable[tuple[str, Decimal, Decimal]], currency: str) -> Decimal:
    """Return the sum of `lines` (SKU, unit price, units), each rounded by itself to an amount of `currency`.

    Raises `ValueError` naming the SKU with which the sum becomes larger than one order can be.
    """
    total = NOTHING
    for sku, unit_price, units in lines:
        total += line_amount(unit_price, units, currency)
        if total > LARGEST_TOTAL:
            raise ValueError(f"{sku}: an order's total is at most {LARGEST_TOTAL:,}, and with this line it is larger.")
    return total
