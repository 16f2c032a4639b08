"""What the pages of a delivery show: what came, where it goes, and which orders it serves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.actions.book_delivery import DeliveryEffect
from backorders.models import Delivery
from backorders.words.delivery import NOBODY, serves
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class DeliveredLine:
    """One product of a delivery. `before` and `after` are what lies at the source, empty for one that was booked."""

    name: str
    sku: str
    units: str
    serves: str
    is_serving: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class LookedAt:
    """What booking would do."""

    lines: tuple[DeliveredLine, ...]
    summary: str
    seen: str


def looked_at(effect: DeliveryEffect, on_hand: Mapping[int, Decimal]) -> LookedAt:
    """Return what the delivery would do; `on_hand` is {product: units at its source now}."""
    lines = tuple(
        DeliveredLine(
            name=each.product.name,
            sku=each.product.sku,
            units=plain(each.units),
            serves=serves([(served.number, served.units) for served in each.served]),
            is_serving=bool(each.served),
            before=plain(on_hand[each.product.pk]) if each.product.pk in on_hand else "new here",
            after=plain(on_hand.get(each.product.pk, ZERO) + each.units),
        )
        for each in effect.delivered
    )
    covered = sum((served.units for each in effect.delivered for served in each.served), ZERO)
    orders = {served.number for each in effect.delivered for served in each.served}
    units = sum((each.units for each in effect.delivered), ZERO)
    return LookedAt(lines, _summary(len(lines), units, covered, len(orders)), effect.mark)


def _summary(products: int, units: Decimal, covered: Decimal, orders: int) -> str:
    came = f"{_counted(plain(units), 'unit')} of {_counted(str(products), 'product')}"
    if not covered:
        return f"{came}. {NOBODY}"
    return f"{came}. {_counted(plain(covered), 'owed unit')} of {_counted(str(orders), 'order')} would be covered."


def _counted(number: str, noun: str) -> str:
    return f"{number} {noun}" if number == "1" else f"{number} {noun}s"


def booked_lines(delivery: Delivery) -> tuple[DeliveredLine, ...]:
    """Return what was booked, and whom it served then. Two queries, and one for the orders."""
    lines = delivery.lines.prefetch_related("served__order")
    return tuple(
        DeliveredLine(
            name=line.name,
            sku=line.sku,
            units=plain(line.quantity),
            serves=serves([(served.order.number, served.units) for served in line.served.all()]),
            is_serving=bool(line.served.all()),
        )
        for line in lines
    )
