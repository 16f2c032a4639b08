"""One line of an order as its shopper sees it: what has become of it, what is told of the rest, and when that comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backorders.models import OrderLine
from backorders.queries.order_lines import ConfirmedLine
from backorders.queries.queue import ToldLine
from backorders.words.order import units_later_in_words
from catalog.rules.availability import QuantityTold
from catalog.rules.money import price_text
from catalog.rules.quantity import plain
from catalog.storefront.picture import drawing
from catalog.words.moment import DAY


@dataclass(frozen=True)
class OrderPageLine:
    """One line. `quantities` are (label, number) pairs: Ordered always, the others when not zero.

    `told` is what the shop says to the units that are still to come, None when there are none; `later` says how many of them
    come when they arrive, empty when the shopper is not told.
    """

    name: str
    sku: str
    picture: str
    unit_price: str
    total: str
    quantities: tuple[tuple[str, str], ...]
    told: QuantityTold | None
    later: str


def order_page_line(
    line: ConfirmedLine, currency: str, *, row: OrderLine, told: ToldLine | None, today: date
) -> OrderPageLine:
    """Return the line, stored as `row`, of which `told` is to come now (None: nothing); amounts are in `currency`."""
    counted = (
        ("Delivered" if row.is_virtual else "Shipped", line.shipped),
        ("Canceled", line.canceled),
        ("Refunded", line.refunded_apart),
    )
    return OrderPageLine(
        name=line.name,
        sku=line.sku,
        picture=drawing(line.name, seed=line.sku),
        unit_price=price_text(line.unit_price, currency),
        total=price_text(line.row_total, currency),
        quantities=(
            ("Ordered", plain(line.ordered)),
            *((label, plain(number)) for label, number in counted if number > 0),
            *_told_when_ordered(line, told, today),
        ),
        told=None if told is None else told.told,
        later=units_later_in_words(told.told.owed, is_virtual=row.is_virtual) if told and told.told.owed else "",
    )


def _told_when_ordered(line: ConfirmedLine, told: ToldLine | None, today: date) -> Iterator[tuple[str, str]]:
    """Yield what the shopper was told when he ordered, while units are to come and another number is owed now, or another day told.

    No day of the past is shown.
    """
    if told is None:
        return
    if line.was_notified and line.owed not in {0, told.owed}:
        yield "On backorder when ordered", plain(line.owed)
    if told.told.waits and line.promised_on not in {None, told.told.day} and line.promised_on >= today:
        yield "Expected when ordered", f"{line.promised_on:{DAY}}"
