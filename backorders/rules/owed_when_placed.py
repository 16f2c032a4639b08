"""What of an order line was backordered when it was ordered: kept on the line, and told for good."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from catalog.rules.quantity import ZERO
from catalog.rules.salable import owed_part


def owed_of_each(units: Iterable[tuple[int, Decimal]], free: Mapping[int, Decimal]) -> tuple[Decimal, ...]:
    """Return the owed part of each (product id, units) in turn: each leaves less of `free` {product id: units} to the next."""
    left = dict(free)
    owed = []
    for product_id, quantity in units:
        before = left.get(product_id, ZERO)
        owed.append(owed_part(quantity, before))
        left[product_id] = before - quantity
    return tuple(owed)


def owed_of_raises(raised: Sequence[Decimal], owed: Decimal) -> tuple[Decimal, ...]:
    """Divide the units that an edit left `owed` among the lines that it `raised`: the last ones owe, as in the queue."""
    shares = []
    for units in reversed(raised):
        share = min(units, owed)
        shares.append(share)
        owed -= share
    return tuple(reversed(shares))


def owed_after_withdrawal(owed: Decimal, ordered: Decimal, withdrawn: Decimal) -> Decimal:
    """Return the owed part of a line when `withdrawn` of its `ordered` units are not ordered any more: the last ones go first."""
    return owed_part(ordered - withdrawn, ordered - owed)
