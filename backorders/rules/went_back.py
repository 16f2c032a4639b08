"""Which part of what is refunded needs no refund, because it went back outside the shop before."""

from collections.abc import Sequence
from decimal import Decimal

from catalog.rules.money import NOTHING


def answered_parts(amount: Decimal, went_back: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return how much of each sum that `went_back` is answered by `amount`, the oldest first; never more than `amount` in all.

    All in the order's currency.
    """
    left, parts = max(amount, NOTHING), []
    for each in went_back:
        parts.append(max(min(left, each), NOTHING))
        left -= parts[-1]
    return tuple(parts)
