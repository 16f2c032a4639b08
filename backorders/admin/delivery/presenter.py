"""What the pages of a delivery show: what came, where it goes, and which orders it serves, and what of it was expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.actions.book_delivery import DeliveredProduct, DeliveryEffect
from backorders.admin.desk.presenter import counted
from backorders.models import Delivery
from backorders.words.delivery import OUT_OF_STOCK, serves
from catalog.models import SourceItem
from catalog.rules.quantity import ZERO, plain
from catalog.words.incoming_supply import booked_in_words, receipts_in_words


@dataclass(frozen=True)
class DeliveredLine:
    """One product of a delivery. `before` and `after` are what lies at the source, empty for one that was booked."""

    name: str
    sku: str
    units: str
    serves: str
    is_serving: bool
    expected: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class LookedAt:
    """What booking would do."""

    lines: tuple[DeliveredLine, ...]
    summary: str
    seen: str


def looked_at(effect: DeliveryEffect, items: Mapping[int, SourceItem], *, expected_as: str = "") -> LookedAt:
    """Return what the delivery would do; `items` are {product: its item at the source now}.

    `expected_as` is the reference under which alone it receives what is expected.
    """
    lines = tuple(_looked_at(each, items.get(each.product.pk), expected_as) for each in effect.delivered)
    covered = sum((served.units for each in effect.delivered for served in each.served), ZERO)
    orders = {served.number for each in effect.delivered for served in each.served}
    units = sum((each.units for each in effect.delivered), ZERO)
    return LookedAt(lines, _summary(len(lines), units, covered, len(orders)), effect.mark)


def _looked_at(each: DeliveredProduct, item: SourceItem | None, expected_as: str) -> DeliveredLine:
    on_hand = ZERO if item is None else item.quantity
    counts = item is None or item.is_in_stock
    return DeliveredLine(
        name=each.product.name,
        sku=each.product.sku,
        units=plain(each.units),
        serves=serves([(served.number, served.units) for served in each.served]) if counts else OUT_OF_STOCK,
        is_serving=bool(each.served) or not counts,
        expected=receipts_in_words(each.receipts, reference=expected_as),
        before="new here" if item is None else plain(on_hand),
        after=plain(on_hand + each.units),
    )


def _summary(products: int, units: Decimal, covered: Decimal, orders: int) -> str:
    came = f"{counted(units, 'unit')} of {counted(products, 'product')}."
    if not covered:
        return f"{came} No owed unit would be covered."
    return f"{came} {counted(covered, 'owed unit')} of {counted(orders, 'order')} would be covered."


def booked_lines(delivery: Delivery) -> tuple[DeliveredLine, ...]:
    """Return what was booked, whom it served then, and what was expected. Three queries, and one for the orders."""
    lines = delivery.lines.prefetch_related("served__order", "received")
    return tuple(
        DeliveredLine(
            name=line.name,
            sku=line.sku,
            units=plain(line.quantity),
            serves=serves([(served.order.number, served.units) for served in line.served.all()]),
            is_serving=bool(line.served.all()),
            expected=booked_in_words([each.as_receipt() for each in line.received.all()]),
        )
        for line in lines
    )
