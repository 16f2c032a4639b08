"""What of an order is still to come, as every message about it says."""

from dataclasses import dataclass

from backorders.models import Order
from backorders.queries.order_lines import ConfirmedLine, confirmed_lines
from backorders.queries.told_lines import ToldLine, status_of_all, told_now
from backorders.rules.kept_in_words import later_in_words
from catalog.rules.availability import QuantityTold
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class Line:
    """Units of one line; `told` is what the shop says to them."""

    name: str
    sku: str
    quantity: str
    told: QuantityTold | None = None


@dataclass(frozen=True)
class ToCome:
    """The units that were neither shipped nor given up; `later` says when those come that are not there, empty when all are."""

    lines: tuple[Line, ...]
    later: str


def to_come(order: Order, *, lines: tuple[ConfirmedLine, ...] | None = None) -> ToCome:
    """Return what of `order` is still to come now. Call when its lines are written; `lines` if they are known."""
    rows = list(order.lines.all())
    found = confirmed_lines(order) if lines is None else lines
    told: dict[int, ToldLine] = told_now(order, found, rows)
    is_virtual = all(row.is_virtual for row in rows)
    return ToCome(
        lines=tuple(
            Line(line.name, line.sku, plain(told[line.pk].open), told[line.pk].told)
            for line in found
            if line.pk in told
        ),
        later=later_in_words(status_of_all(told), is_virtual=is_virtual),
    )
