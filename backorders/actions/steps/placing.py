"""What an order is refused for while it is placed, and what is kept of it: the products as they were, the units that are owed.

Refuse an order of which more would be backordered than its shopper was told.
Refuse one more order that waits for a check, where its shopper, or his network, has too many.
Put a product on a line of an order as it is today.
Keep on the lines what of them was backordered when they were ordered, as the ledger saw it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Order, OrderLine
from backorders.queries.locks import lock_unpaid_checks
from backorders.queries.payment import UnpaidChecks, unpaid_checks
from backorders.rules.placing import summed
from catalog.models import Product, Reservation
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import ZERO, plain
from catalog.rules.sales_settings import CHECK_MOST_OPEN, CHECK_MOST_OPEN_AT_NETWORK
from catalog.words.refusal import Refused

# The database's name of the constraint that no promise passes the floor of its policy (docs/decisions/0003).
GUARD = "reservation_within_floor"


@dataclass(frozen=True)
class GrownLine:
    """A product of which `owed` units would be backordered, and at most `told` were agreed to."""

    product: Product
    told: Decimal
    owed: Decimal


class OwesMore(Refused):
    """More would be backordered than the shopper was told: the order was refused and nothing changed."""

    def __init__(self, lines: tuple[GrownLine, ...]) -> None:
        """Keep the lines."""
        super().__init__(
            *(f"{line.product.sku}: {plain(line.owed)} would be owed, {plain(line.told)} were told." for line in lines)
        )
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


class TooManyChecks(Refused):
    """The order was refused and nothing changed: `waiting` orders of its e-mail address, or of its network, wait already."""

    def __init__(self, waiting: int, *, is_network: bool) -> None:
        """Keep how many, and whose."""
        super().__init__(
            f"{waiting} orders of the same {'network' if is_network else 'e-mail address'} wait for a check."
        )
        self.waiting = waiting
        self.is_network = is_network


def refuse_too_many_checks(order: Order, *, configuration: Configuration) -> None:
    """Raise `TooManyChecks` where the website's limits leave no room for `order`.

    They are for shoppers: an order without a network was taken by staff, or sold by another system already.

    Until the transaction ends nobody else counts for the same address or network, so that two checkouts in one instant are one
    after the other. Call it first, before a row is written: who waits here holds nothing. E-mail before network, for everybody.
    """
    most = configuration.number(CHECK_MOST_OPEN)
    most_at_network = configuration.number(CHECK_MOST_OPEN_AT_NETWORK)
    if not order.network or not (most or most_at_network):
        return
    lock_unpaid_checks(email=order.email, network=order.network)
    waiting: UnpaidChecks = unpaid_checks(order)
    if most and waiting.of_email >= most:
        raise TooManyChecks(waiting.of_email, is_network=False)
    if most_at_network and waiting.of_network >= most_at_network:
        raise TooManyChecks(waiting.of_network, is_network=True)


def ordered_line(
    order: Order,
    product: Product,
    quantity: Decimal,
    *,
    mode: BackorderMode,
    is_reserved: bool,
    owed_when_placed: Decimal = ZERO,
) -> OrderLine:
    """Return the line, not yet written, of `quantity` units of `product` as it is called and costs today.

    `mode` is the backorder mode in force, which decides what the shopper is told of his owed part for good.
    """
    return OrderLine(
        order=order,
        product=product,
        sku=product.sku,
        name=product.name,
        unit_price=product.price,
        ordered=quantity,
        is_virtual=product.is_virtual,
        is_reserved=is_reserved,
        owed_when_placed=owed_when_placed,
        backorders_when_placed=mode.value,
    )


def keep_owed(seen: Mapping[OrderLine, Decimal]) -> None:
    """Correct the lines whose owed part the guard saw otherwise than the rule had judged it.

    They are written as judged, so that the guard stays the last statement; only a race costs this one.
    """
    changed = [line for line, owed in seen.items() if line.owed_when_placed != owed]
    for line in changed:
        line.owed_when_placed = seen[line]
    if changed:
        OrderLine.objects.bulk_update(changed, ("owed_when_placed",))
