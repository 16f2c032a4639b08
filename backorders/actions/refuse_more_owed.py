"""Refuse an order of which more would be backordered than its shopper was told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.rules.promise import summed
from catalog.models import Product, Reservation


@dataclass(frozen=True)
class GrownLine:
    """A product of which `owed` units would be backordered, and at most `told` were agreed to."""

    product: Product
    told: Decimal
    owed: Decimal


class OwesMore(Exception):
    """More would be backordered than the shopper was told: the order was refused and nothing changed."""

    def __init__(self, lines: tuple[GrownLine, ...]) -> None:
        """Keep the lines."""
        super().__init__(", ".join(f"{line.product.sku}: {line.owed} owed, {line.told} told" for line in lines))
        self.lines = lines


def refuse_more_owed(rows: Iterable[Reservation], told_owed: Mapping[Product, Decimal] | None) -> None:
    """Raise `OwesMore` where the ledger's `rows`, just written, owe more than `told_owed` (None: he agrees to whatever it is).

    Called in the transaction that wrote them: it rolls back, and until then nobody else takes units of these products.
    """
    told = {product.pk: (product, units) for product, units in (told_owed or {}).items()}
    owed = summed((row.product_id, row.owed) for row in rows)
    grown = tuple(GrownLine(*told[pk], units) for pk, units in owed.items() if pk in told and units > told[pk][1])
    if grown:
        raise OwesMore(grown)
