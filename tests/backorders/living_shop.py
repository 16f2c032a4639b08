"""A shop for orders to live in: two sources, two products, and what every step is measured by."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from backorders.models import Order, OrderLine
from catalog.models import Product, StockItem, StockLevel, StockSourceLink, Website
from catalog.rules.in_force import OwnPolicy
from tests.factories.catalog import SourceFactory, default_source, product_with_stock

LIMIT = -4


class LivingShop(RuleBasedStateMachine):
    """Two sources, a product that may be sold to 4 below zero and one without backorders, in a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def open_doors(self, currency: str) -> None:
        self.keys = 0
        self.clock = datetime(2026, 11, 2, 12, tzinfo=UTC)
        Website.objects.update(currency=currency)
        self.sources = [default_source(), SourceFactory.create()]
        self.products = [
            product_with_stock(quantity=5, backorders=2, min_qty=LIMIT, price=Decimal("3.335")),
            product_with_stock(quantity=4, price=Decimal("0.1005")),
        ]
        self.own = [StockItem.objects.get(product=self.products[0]).own_policy(), OwnPolicy()]
        stock = StockSourceLink.objects.get(source=self.sources[0]).stock
        StockSourceLink.objects.create(stock=stock, source=self.sources[1], priority=2)

    def product(self, number: int) -> Product:
        return self.products[number % len(self.products)]

    def order(self, number: int) -> Order:
        orders = list(Order.objects.order_by("pk"))
        return orders[number % len(orders)]

    def line(self, number: int) -> OrderLine:
        lines = list(OrderLine.objects.select_related("order").order_by("pk"))
        return lines[number % len(lines)]

    def key(self) -> str:
        self.keys += 1
        return f"request {self.keys}"

    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def tried(self, act: Callable[[], object], *refusals: type[Exception], repeats: bool = False) -> None:
        """Do it in a savepoint, as a request would; a refusal changes nothing, and neither does a request that arrives twice."""
        before = self.everything()
        try:
            with transaction.atomic():
                done = act()
        except refusals:
            assert self.everything() == before
        else:
            after = self.everything()
            if repeats:
                assert (act(), self.everything()) == (done, after)

    @staticmethod
    def everything() -> list[object]:
        return [
            list(OrderLine.objects.order_by("pk").values()),
            list(Order.objects.order_by("pk").values()),
            list(StockLevel.objects.order_by("pk").values()),
        ]

    @staticmethod
    def some_order(_: object = None) -> bool:
        return Order.objects.exists()
