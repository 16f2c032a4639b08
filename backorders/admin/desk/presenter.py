"""What the backorder desk shows, as frozen primitives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from backorders.models import QueuePlace
from backorders.rules.order_status import OrderStatus
from backorders.words.moved_day import moved_in_words
from backorders.words.order import expected_in_words
from catalog.queries.incoming_supply import SupplyAtSource
from catalog.rules.quantity import plain
from catalog.words.incoming_supply import next_in_words
from catalog.words.moment import DAY


@dataclass(frozen=True)
class OwedProduct:
    """A product that owes units in one stock. `is_gone`: it was deleted; `link` leads to the orders that wait for it.

    `expected` says what comes next of it, empty where nothing is expected. `oldest` is the day of `oldest_at`.
    """

    name: str
    sku: str
    stock: str
    on_hand: str
    owed: str
    lines: int
    oldest: str
    oldest_at: datetime
    link: str
    is_gone: bool
    expected: str = ""

    @property
    def queue_link(self) -> str:
        """Where its queue stands."""
        return self.link


@dataclass(frozen=True)
class OwedLine:
    """An order line that owes units, or that became shippable. `is_gone`: its product was deleted, and has no page."""

    number: str
    order_link: str
    placed: str
    placed_at: datetime
    customer: str
    email: str
    website: str
    status: str
    name: str
    sku: str
    stock: str
    queue_link: str
    ship_link: str
    open: str
    covered: str
    owed: str
    position: int
    expected: str
    is_gone: bool
    comes_on: date | None
    promised_on: date | None
    told_since: str = ""

    @property
    def comes(self) -> str:
        """The day on which its owed units come; empty where nobody knows, or none are owed."""
        return _written(self.comes_on)

    @property
    def promised(self) -> str:
        """The day that was promised when it was ordered, if one was, and what was told since."""
        return "; ".join(filter(None, (_written(self.promised_on), self.told_since)))


def owed_product(row: Mapping[str, Any], comes: SupplyAtSource | None) -> OwedProduct:
    """Return one row of "By product"; `comes` is the supply that is expected next."""
    sku = row["ordered_sku"] if row["is_gone"] else row["product__sku"]
    orders = f"{reverse('admin:backorders_backorder_orders')}?{urlencode({'q': sku})}"
    return OwedProduct(
        name=row["ordered_name"] if row["is_gone"] else row["product__name"],
        sku=sku,
        stock=row["stock__name"],
        on_hand=plain(row["on_hand"]),
        owed=plain(row["units"]),
        lines=row["lines"],
        oldest=day(row["oldest"]),
        oldest_at=row["oldest"],
        link=orders if row["is_gone"] else _queue(row["stock_id"], row["product_id"]),
        is_gone=row["is_gone"],
        expected=next_expected(comes),
    )


def next_expected(comes: SupplyAtSource | None) -> str:
    """Return what comes next of a product; empty for nothing."""
    if comes is None:
        return ""
    return next_in_words(comes.units, comes.supply.expected_on, comes.source_name, is_late=comes.is_late(localdate()))


def owed_line(place: QueuePlace, *, comes_on: date | None, ships: bool = False) -> OwedLine:
    """Return one row of "By order", or of "Became shippable" (`ships`: a parcel can be made of it now).

    `comes_on` is when its owed units come (None: nobody knows). The order with its website, the product, the line and the stock
    are read before.
    """
    return OwedLine(
        number=place.order.number,
        order_link=reverse("admin:backorders_order_change", args=(place.order_id,)),
        placed=day(place.placed_at),
        placed_at=place.placed_at,
        email=place.order.email,
        stock=place.stock.name,
        customer=place.order.customer_name or place.order.email,
        website=place.order.website.name,
        status=OrderStatus(place.order.status).label,
        name=(place.product or place.line).name,
        sku=(place.product or place.line).sku,
        queue_link="" if place.is_gone else _queue(place.stock_id, place.product_id),
        ship_link=reverse("admin:backorders_order_ship", args=(place.order_id,)) if ships else "",
        open=plain(place.open),
        covered=plain(place.covered),
        owed=plain(place.owed),
        position=place.position,
        expected=expected_in_words(place.expected),
        is_gone=place.is_gone,
        comes_on=comes_on,
        promised_on=place.line.promised_on,
        told_since=_told_since(place.line),
    )


def _told_since(line: Any) -> str:
    told = [each for each in line.moved_days.all() if each.promised_on == line.promised_on]
    return moved_in_words(told[-1].day, is_kept=told[-1].kept_at is not None) if told else ""


def _written(on: date | None) -> str:
    return "" if on is None else f"{on:{DAY}}"


def _queue(stock_id: int, product_id: int | None) -> str:
    """Return the address of the queue of a product in a stock."""
    return reverse("admin:backorders_backorder_product", args=(stock_id, product_id))


def day(moment: datetime) -> str:
    """Return a day as people write it."""
    return f"{localtime(moment):{DAY}}"


def of_products(products: int, stocks: int) -> str:
    """Return "of 265 products in 12 stocks": each product counts once, in however many stocks it owes units."""
    where = f" in {counted(stocks, 'stock')}" if stocks > 1 else ""
    return f"of {counted(products, 'product')}{where}"


def counted(number: int | Decimal, word: str) -> str:
    """Return "1 unit", "2 units"."""
    text = plain(number) if isinstance(number, Decimal) else f"{number:,}"
    return f"{text} {word}" if number == 1 else f"{text} {word}s"
