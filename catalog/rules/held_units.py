"""What open orders hold of products that somebody wants to delete."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class HeldUnits:
    """`units` of `orders` open orders, worth `values` (currency, amount). `then` says what becomes of them, as sentences.

    `besides` are sentences of what else names the products, and hinders nobody: deliveries, and what is expected.
    """

    orders: int = 0
    units: Decimal = ZERO
    values: tuple[tuple[str, Decimal], ...] = ()
    then: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What stands in the page that asked, to see whether it has changed since."""
        orders = f"{self.orders}:{self.units.normalize()}" if self.orders else ""
        return orders + (f"+{sha256(repr(self.besides).encode()).hexdigest()[:12]}" if self.besides else "")


def all_held(answers: Iterable[HeldUnits]) -> HeldUnits:
    """Return what several holders hold together; orders of two holders are never the same."""
    together = HeldUnits()
    for held in answers:
        values = dict(together.values)
        for currency, amount in held.values:
            values[currency] = values.get(currency, Decimal("0.00")) + amount
        together = HeldUnits(
            together.orders + held.orders,
            together.units + held.units,
            tuple(sorted(values.items())),
            tuple(dict.fromkeys((*together.then, *held.then))),
            (*together.besides, *held.besides),
        )
    return together
