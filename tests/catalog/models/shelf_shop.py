"""Made-up shelves in the database, with a queue of their own: the catalog knows no orders."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from django.db import IntegrityError, connection, transaction

from catalog.models import Product, Reservation, Source, SourceItem, Stock, StockLevel, StockSourceLink
from catalog.models.reservation import EventType
from catalog.queries.database_errors import violated_constraint
from catalog.rules.quantity import ZERO
from catalog.rules.shared_sources import Promise, Sharing, shared_sources
from tests.catalog.rules.shared_shelves import Shelves
from tests.factories.catalog import ProductFactory

QUEUE = """
    CREATE TEMP TABLE shelf_queue (line bigserial PRIMARY KEY, stock bigint, units numeric(12, 4), place integer) ON COMMIT DROP;
    CREATE OR REPLACE FUNCTION catalog_waiting_promises(of_product bigint)
    RETURNS TABLE (line bigint, stock bigint, units numeric) LANGUAGE sql STABLE AS $$
        SELECT queued.line, queued.stock, queued.units FROM shelf_queue AS queued
        WHERE queued.units > 0 ORDER BY queued.place, queued.line
    $$;
"""


def open_queue() -> None:
    """Let open lines stand in a table of this transaction: backorders keeps them in orders."""
    with connection.cursor() as cursor:
        cursor.execute(QUEUE)


@dataclass
class ShelfShop:
    """One product. Stocks and sources go by the numbers that the made-up shelves give them."""

    product: Product
    sources: dict[int, Source]
    stocks: dict[int, Stock]
    events: int = 0
    places: int = 0
    lines: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, shelf: Shelves) -> Self:
        """Write the made-up shelves, and promise what they promise, whatever it owes."""
        sources = {n: Source(code=f"shelf-{n}", name=f"Shelf {n}", postcode="0") for n in shelf.counted}
        stocks = {n: Stock(name=f"Shelf stock {n}") for n in shelf.drawn_on}
        Source.objects.bulk_create(sources.values())
        Stock.objects.bulk_create(stocks.values())
        shop = cls(ProductFactory.create(), sources, stocks)
        StockSourceLink.objects.bulk_create(
            StockSourceLink(stock=stocks[stock], source=sources[source])
            for stock, drawn in shelf.drawn_on.items()
            for source in drawn
        )
        SourceItem.objects.bulk_create(
            SourceItem(product=shop.product, source=sources[n], quantity=units) for n, units in shelf.counted.items()
        )
        for promise in shelf.promises:
            shop.promise(promise.stock, promise.units, event=EventType.MANUAL_COMPENSATION)
        return shop

    def promise(
        self,
        stock: int,
        units: Decimal,
        *,
        floor: Decimal | None = None,
        is_older: bool = False,
        event: EventType = EventType.ORDER_PLACED,
    ) -> bool:
        """Sell, at the end of the queue or before everybody; return whether the guard let it pass."""
        self.places += 1
        place = -self.places if is_older else self.places
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO shelf_queue (stock, units, place) VALUES (%s, %s, %s) RETURNING line",
                    [self.stocks[stock].pk, units, place],
                )
                (line,) = cursor.fetchone() or (0,)
                self._reserve(self.stocks[stock].pk, -units, floor, event)
        except IntegrityError as error:
            if violated_constraint(error) != "reservation_within_floor":
                raise
            return False
        self.lines.append(line)
        return True

    def give_back(self, number: int, part: Decimal) -> None:
        """Cancel or ship up to `part` of an open line; the oldest is 0."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE shelf_queue SET units = greatest(units - %s, 0) WHERE line = %s"
                " RETURNING stock, least(%s, old.units)",
                [part, self.lines[number % len(self.lines)], part],
            )
            stock, units = cursor.fetchone() or (0, ZERO)
            if units:
                self._reserve(stock, units, None, EventType.ORDER_CANCELED)

    def move_to_front(self, number: int) -> None:
        """Serve a line before every other one, and have its level summed as the trigger of an order's line has."""
        self.places += 1
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE shelf_queue SET place = %s WHERE line = %s RETURNING stock",
                [-self.places, self.lines[number % len(self.lines)]],
            )
            (stock,) = cursor.fetchone() or (0,)
        # Called from a trigger: stock levels refuse writes from anywhere else.
        self._as_trigger(stock)

    def _as_trigger(self, stock: int) -> None:
        StockSourceLink.objects.filter(stock=stock).update(priority=1)

    def _reserve(self, stock: int, quantity: Decimal, floor: Decimal | None, event: EventType) -> None:
        self.events += 1
        Reservation.objects.create(
            stock_id=stock,
            product=self.product,
            quantity=quantity,
            floor=floor,
            event_type=event,
            event_key=f"shelf:{self.events}",
        )

    def level(self, stock: int) -> StockLevel | None:
        return StockLevel.objects.filter(stock=self.stocks[stock], product=self.product).first()

    def promises(self) -> list[Promise]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM catalog_waiting_promises(%s)", [self.product.pk])
            return [Promise(*row) for row in cursor.fetchall()]

    def sharing(self, promises: list[Promise] | None = None) -> Sharing:
        """Return what the rule says of the rows as they are."""
        items = SourceItem.objects.filter(product=self.product, is_in_stock=True, source__is_enabled=True)
        drawn_on: dict[int, set[int]] = {stock.pk: set() for stock in self.stocks.values()}
        for stock, source in StockSourceLink.objects.filter(stock__in=drawn_on).values_list("stock_id", "source_id"):
            drawn_on[stock].add(source)
        found = self.promises() if promises is None else promises
        return shared_sources(dict(items.values_list("source_id", "quantity")), drawn_on, found)

    def kept_free(self) -> dict[int, Decimal]:
        """Return {stock id: what its level says is free}; a stock without a level has nothing."""
        kept = dict(StockLevel.objects.filter(product=self.product).values_list("stock_id", "free"))
        return {stock.pk: kept.get(stock.pk, ZERO) for stock in self.stocks.values()}
