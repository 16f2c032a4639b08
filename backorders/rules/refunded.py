"""What staff ask of one line of a credit memo."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Refunded:
    """How many units of a line are refunded, and whether "Return to Stock" is ticked."""

    quantity: Decimal
    return_to_stock: bool
