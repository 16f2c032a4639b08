"""A shop as small as it can be and still go wrong: one shelf, one product at a price of 1, a few orders with a line each.

What is here is what is committed. All numbers are whole units; money is counted in units too, because each costs 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from backorders.rules.line_quantities import LineProgress, status_after
from backorders.rules.order_status import MAY_BECOME, OrderStatus
from backorders.rules.payment import may_follow
from backorders.rules.queue import OpenLine, queue
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import StockPolicy
from catalog.rules.salable import Level

DAWN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ModelOrder:
    """An order of `ordered` units. `turn` is its place in time, `given_back` what was asked to be refunded."""

    name: str
    turn: int
    ordered: int
    invoiced: int = 0
    shipped: int = 0
    canceled: int = 0
    refunded: int = 0
    status: OrderStatus = OrderStatus.PENDING_PAYMENT
    payment: str = "waiting"
    captured: int = 0
    given_back: int = 0

    @property
    def line(self) -> LineProgress:
        """Its line, for the rules."""
        numbers = (self.ordered, self.invoiced, self.shipped, self.canceled, self.refunded)
        return LineProgress(*map(Decimal, numbers))

    @property
    def open(self) -> int:
        """Units promised and neither shipped nor given up."""
        return int(self.line.open)

    def settled(self) -> "ModelOrder":
        """Return it with the status that its line calls for."""
        return replace(self, status=status_after(self.status, [self.line]))


@dataclass(frozen=True)
class Shop:
    """What is committed. `limit` is the lowest free quantity that a sale may leave; `told` are the
    provider's messages that were booked, and the orders whose cards it was asked to charge.
    """

    on_hand: int
    reserved: int
    limit: int
    orders: tuple[ModelOrder, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """The stock level, for the rules."""
        return Level(Decimal(self.on_hand), Decimal(self.reserved), sources_in_stock=1, sources_assigned=1)

    @property
    def policy(self) -> StockPolicy:
        """The policy with the limit: below zero it is a threshold of a product that may be backordered."""
        mode = BackorderMode.ALLOW if self.limit < 0 else BackorderMode.NO_BACKORDERS
        return StockPolicy(backorders=mode, min_qty=Decimal(self.limit))

    def order(self, name: str) -> ModelOrder:
        """Return the order called `name`."""
        return next(order for order in self.orders if order.name == name)

    def covered(self, name: str) -> int:
        """Return the units on hand that the queue has for the order."""
        names = {number: order.name for number, order in enumerate(self.orders)}
        lines = (
            OpenLine(number, 0, DAWN + timedelta(days=order.turn), Decimal(order.open))
            for number, order in enumerate(self.orders)
            if order.open
        )
        places = queue(lines, on_hand=Decimal(self.on_hand))
        return next((int(place.covered) for place in places if names[place.line_id] == name), 0)

    def last_turn(self) -> int:
        """Return the turn of the order that stands last in the queue; 0: nobody stands there."""
        return max((order.turn for order in self.orders if order.open), default=0)

    def with_order(self, changed: ModelOrder) -> "Shop":
        """Return the shop with `changed` in the place of the order of that name, or added to it."""
        others = [order for order in self.orders if order.name != changed.name]
        return replace(self, orders=tuple(sorted([*others, changed], key=lambda order: order.name)))


@cache
def wrong(shop: Shop) -> tuple[str, ...]:
    """Return what is wrong with what is committed, whatever is under way."""
    promised = sum(order.open for order in shop.orders)
    found = []
    if shop.on_hand - shop.reserved < shop.limit:
        found.append(f"sold past the limit: {shop.on_hand} on hand, {shop.reserved} promised, {shop.limit} allowed")
    if shop.reserved != promised:
        found.append(f"the level holds {shop.reserved}, open orders {promised}")
    if shop.on_hand < 0:
        found.append("a shelf below zero")
    found += [f"{key}: twice" for key in sorted(set(shop.told)) if shop.told.count(key) > 1]
    covered = sum(shop.covered(order.name) for order in shop.orders)
    if covered != min(shop.on_hand, promised):
        found.append(f"{covered} covered of {shop.on_hand} on hand and {promised} promised")
    return (*found, *(problem for order in shop.orders for problem in _wrong_order(order)))


def _wrong_order(order: ModelOrder) -> Iterable[str]:
    if not 0 <= order.given_back <= order.captured <= order.ordered:
        yield f"{order.name}: {order.captured} captured, {order.given_back} given back"
    if order.open < 0:
        yield f"{order.name}: {order.shipped} shipped and {order.canceled} canceled of {order.ordered}"
    if order.status is OrderStatus.CANCELED and order.captured != order.given_back:
        yield f"{order.name} is canceled and keeps {order.captured - order.given_back}"
    if order.captured - order.given_back != order.invoiced - order.refunded:
        yield f"{order.name} keeps {order.captured - order.given_back} for {order.invoiced - order.refunded} units"


def changed_wrongly(before: Shop, after: Shop) -> list[str]:
    """Return which order or payment went from `before` to `after` against the rules, or forgot what had happened."""
    found = []
    for old in before.orders:
        new = after.order(old.name)
        if new.status is not old.status and new.status not in MAY_BECOME[old.status]:
            found.append(f"{old.name} went from {old.status} to {new.status}")
        if new.payment != old.payment and not may_follow(old.payment, new.payment):
            found.append(f"the payment of {old.name} went from {old.payment} to {new.payment}")
        grows = ("shipped", "canceled", "captured", "given_back", "invoiced", "refunded")
        found += [f"{old.name}: {name} became less" for name in grows if getattr(new, name) < getattr(old, name)]
    return found
