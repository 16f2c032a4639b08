"""Everybody who writes what a chain of three stocks shares: each step is one transaction, as the shop or plain SQL writes it."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.actions.source import enable_sources, receive_stock
from catalog.actions.stock import save_stock
from catalog.models import Product, Reservation, Source, SourceItem, Stock, StockSourceLink
from catalog.models.reservation import EventType
from catalog.queries.locks.product import locked_items
from catalog.rules.quantity import ZERO
from tests.factories.catalog import ProductFactory, SourceFactory, StockFactory

# A refusal of the guard and a lock or deadlock that asks for another try end in different words.
REFUSED, LOCKED_OUT, DONE = "refused", "locked out", "done"


@dataclass(frozen=True)
class Chain:
    """Four sources in a row; each stock draws on two neighbours. The last one may owe `limit` units of each product."""

    sources: list[Source]
    stocks: list[Stock]
    products: list[Product]
    limit: int

    @classmethod
    def of(cls, units: int, *, limit: int) -> "Chain":
        sources = SourceFactory.create_batch(4)
        stocks = [StockFactory.create(sources=sources[first : first + 2]) for first in range(3)]
        products = ProductFactory.create_batch(2)
        SourceItem.objects.bulk_create(
            SourceItem(product=product, source=source, quantity=units) for product in products for source in sources
        )
        return cls(sources, stocks, products, limit)

    def floor(self, stock: Stock) -> Decimal:
        return Decimal(-self.limit) if stock == self.stocks[-1] else ZERO


@dataclass
class Writer:
    """One of those who write at once; `name` tells his ledger rows from those of the others."""

    chain: Chain
    name: str
    random: random.Random
    sold: list[Stock] = field(default_factory=list)
    events: "count[int]" = field(default_factory=count)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    def step(self, kind: str) -> str:
        """Do one of `STEPS` and return how it ended."""
        return self._try(kind, lambda: STEPS[kind](self))

    def buy(self, stock: Stock) -> str:
        """Sell one unit in `stock` and return how it ended."""
        return self._try("place", lambda: self.place(stock))

    def _try(self, kind: str, write: Callable[[], None]) -> str:
        sold = list(self.sold)
        try:
            with transaction.atomic():
                write()
            ended = DONE
        except IntegrityError:
            ended = REFUSED
        except OperationalError:
            ended = LOCKED_OUT
        if ended != DONE:
            self.sold = sold
        self.told[kind, ended] += 1
        return ended

    def place(self, stock: Stock | None = None) -> None:
        """One unit of each product, in one INSERT sorted by product, as orders write it."""
        chosen = stock or self.random.choice(self.chain.stocks)
        self._reserve(chosen, -1, EventType.ORDER_PLACED, self.chain.floor(chosen))
        self.sold.append(chosen)

    def cancel(self) -> None:
        if self.sold:
            self._reserve(self.sold.pop(), 1, EventType.ORDER_CANCELED, None)

    def ship(self) -> None:
        """Source items first, then the ledger, as every shipment."""
        if not self.sold:
            return
        items = locked_items([product.pk for product in self.chain.products])
        linked = StockSourceLink.objects.filter(stock=self.sold[-1]).values_list("source_id", flat=True)
        for product in self.chain.products:
            full = [items[s, product.pk] for s in sorted(linked) if items[s, product.pk].quantity >= 1]
            if full:
                SourceItem.objects.filter(pk=full[0].pk).update(quantity=F("quantity") - 1)
        self._reserve(self.sold.pop(), 1, EventType.SHIPMENT_CREATED, None)

    def receive(self) -> None:
        product, source = self.random.choice(self.chain.products), self.random.choice(self.chain.sources)
        receive_stock(product, source=source, quantity=1, by=None, now=timezone.now())

    def transfer(self) -> None:
        product = self.random.choice(self.chain.products)
        there, here = self.random.sample(self.chain.sources, 2)
        items = locked_items([product.pk])
        for source, units in ((there, 1), (here, -1)):
            SourceItem.objects.filter(pk=items[source.pk, product.pk].pk).update(quantity=F("quantity") + units)

    def link(self) -> None:
        """As staff save a stock: two sources, whatever they were."""
        stock = self.random.choice(self.chain.stocks)
        chosen = self.random.sample(self.chain.sources, 2)
        save_stock(stock, websites=(), source_ids=[source.pk for source in chosen], by=None)

    def link_by_sql(self) -> None:
        stock, source = self.random.choice(self.chain.stocks), self.random.choice(self.chain.sources)
        StockSourceLink.objects.bulk_create([StockSourceLink(stock=stock, source=source)], ignore_conflicts=True)

    def unlink(self) -> None:
        stock, source = self.random.choice(self.chain.stocks), self.random.choice(self.chain.sources)
        StockSourceLink.objects.filter(stock=stock, source=source).delete()

    def disable(self) -> None:
        source = self.random.choice(self.chain.sources)
        enable_sources([source.pk], enable=self.random.random() < 0.5, by=None, today=localdate())

    def _reserve(self, stock: Stock, units: int, event: EventType, floor: Decimal | None) -> None:
        Reservation.objects.bulk_create(
            Reservation(
                stock=stock,
                product=product,
                quantity=units,
                floor=floor,
                event_type=event,
                event_key=f"{self.name}:{next(self.events)}",
            )
            for product in sorted(self.chain.products, key=lambda product: product.pk)
        )


STEPS: dict[str, Callable[[Writer], None]] = {
    "place": Writer.place,
    "cancel": Writer.cancel,
    "ship": Writer.ship,
    "receive": Writer.receive,
    "transfer": Writer.transfer,
    "link": Writer.link,
    "link by SQL": Writer.link_by_sql,
    "unlink": Writer.unlink,
    "disable": Writer.disable,
}
