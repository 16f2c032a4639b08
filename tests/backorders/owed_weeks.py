"""Two products that may be owed without limit, sold for some days of October, around a change of the clock."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from backorders.actions.demo_history import dated, opened
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.models import OrderLine, OwedChange
from catalog.models import Product, Source, SourceItem
from tests.factories.catalog import SourceFactory, StockFactory, WebsiteFactory, default_source, product_with_stock

BERLIN = "Europe/Berlin"
FIRST = date(2026, 10, 22)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 10, 22, hour, tzinfo=ZoneInfo(BERLIN)) + timedelta(days=day)


def kept() -> list[tuple[int, ...]]:
    """Return (day, line, since, became, served, canceled) of what is kept."""
    return [
        (
            (row.day - FIRST).days,
            row.line_id,
            (row.since - FIRST).days,
            *map(int, (row.became, row.served, row.canceled)),
        )
        for row in OwedChange.objects.all()
    ]


def received(product: Product, source: Source, units: int) -> Callable[[datetime], object]:
    return lambda now: receive_delivery(product, source=source, quantity=Decimal(units), by=None, now=now)


class Weeks:
    """Two products that may be owed without limit, in two stocks that share a source."""

    def __init__(self) -> None:
        opened(at(-9))
        with dated(at(-9)):
            self.quay, self.attic = default_source(), SourceFactory.create()
            self.website = WebsiteFactory.create()
            self.other = StockFactory.create(sources=[self.attic, self.quay], website=self.website)
            self.bag, self.box = (
                product_with_stock(quantity=on_hand, backorders=2, min_qty=0, price=Decimal("3.335"))
                for on_hand in (4, 2)
            )
            self.bag.websites.add(self.website)
            SourceItem.objects.create(product=self.bag, source=self.attic, quantity=1)

    def ordered(self, product: Product, units: int, *, day: int, hour: int = 12, elsewhere: bool = False) -> OrderLine:
        with dated(at(day, hour)):
            order = place_order(
                lines={product: units},
                email="ada@example.org",
                website=self.website if elsewhere else None,
                payment_method="checkmo",
                by=None,
                now=at(day, hour),
            )
        return order.lines.get()

    def happens(self, act: Callable[[datetime], object], *, day: int, hour: int = 14) -> None:
        with dated(at(day, hour)):
            act(at(day, hour))
