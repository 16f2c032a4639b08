"""What the source items of one product come to in one stock: the rule that the stock level triggers keep in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level


@dataclass(frozen=True)
class Holding:
    """Units of one product at one source that is linked to the stock."""

    quantity: Decimal
    is_in_stock: bool
    source_is_enabled: bool

    @property
    def counts(self) -> bool:
        """Whether the units can be sold: In Stock at an enabled source."""
        return self.is_in_stock and self.source_is_enabled


def summed_level(holdings: Iterable[Holding], *, reserved: Decimal = ZERO) -> Level:
    """Return the level of a product held as `holdings`, of which open orders hold `reserved` units."""
    every = tuple(holdings)
    counted = [holding.quantity for holding in every if holding.counts]
    return Level(sum(counted, ZERO), reserved, sources_in_stock=len(counted), sources_assigned=len(every))
