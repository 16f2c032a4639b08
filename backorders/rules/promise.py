"""What an order may promise: every line judged before the answer (docs/rules.md#orders-1, docs/rules.md#salable-5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from catalog.rules.quantity import ZERO
from catalog.rules.quantity_limits import Refusal, check_quantity
from catalog.rules.salable import Level
from catalog.rules.stock_policy import StockPolicy


def summed(lines: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Return {product id: quantity}: all lines of one product are added up before they are judged (C25)."""
    total: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for product_id, quantity in lines:
        total[product_id] += quantity
    return dict(total)


def refusals(
    requested: Mapping[int, Decimal], positions: Mapping[int, tuple[Level, StockPolicy]], *, enabled: frozenset[int]
) -> dict[int, Refusal]:
    """Return {product id: its first refusal} for every product that may not be sold in the requested quantity."""
    judged = {
        product_id: check_quantity(quantity, *positions[product_id], is_enabled=product_id in enabled)
        for product_id, quantity in requested.items()
    }
    return {product_id: refusal for product_id, refusal in judged.items() if refusal is not None}
