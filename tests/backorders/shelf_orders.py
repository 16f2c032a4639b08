"""Made-up shelves whose promises are lines of orders."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from backorders.models import Order, OrderLine
from catalog.models.reservation import EventType
from catalog.queries.database_errors import violated_constraint
from catalog.rules.quantity import ZERO
from tests.catalog.models.shelf_shop import ShelfShop
from tests.factories.backorders import OrderFactory, OrderLineFactory

FIRST_DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass
class OrderShop(ShelfShop):
    """One product, ordered in several stocks: an order for each promise."""

    orders: dict[int, Order] = field(default_factory=dict)

    def promise(
        self,
        stock: int,
        units: Decimal,
        *,
        floor: Decimal | None = None,
        is_older: bool = False,
        event: EventType = EventType.ORDER_PLACED,
    ) -> bool:
        """Order `units`, at the end of the queue or before everybody; return whether the guard let it pass."""
        self.places += 1
        placed_at = FIRST_DAY + timedelta(minutes=-self.places if is_older else self.places)
        try:
            with transaction.atomic():
                order = OrderFactory.create(stock=self.stocks[stock], placed_at=placed_at)
                line = OrderLineFactory.create(order=order, product=self.product, ordered=units)
                self._reserve(self.stocks[stock].pk, -units, floor, event)
        except IntegrityError as error:
            if violated_constraint(error) != "reservation_within_floor":
                raise
            return False
        self.lines.append(line.pk)
        self.orders[line.pk] = order
        return True

    def give_back(self, number: int, part: Decimal) -> None:
        """Cancel up to `part` of an open line; the oldest is 0."""
        line = OrderLine.objects.get(pk=self.lines[number % len(self.lines)])
        if units := max(min(part, line.open), ZERO):
            OrderLine.objects.filter(pk=line.pk).update(canceled=F("canceled") + units)
            self._reserve(line.order.stock_id, units, None, EventType.ORDER_CANCELED)

    def move_to_front(self, number: int) -> None:
        """Serve a line before every other one."""
        self.places += 1
        OrderLine.objects.filter(pk=self.lines[number % len(self.lines)]).update(queue_priority=-self.places)
