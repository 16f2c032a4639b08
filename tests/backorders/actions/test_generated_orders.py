"""Made-up orders hold what the rules allow, and the ledger agrees."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backorders.actions.generated_orders import generate_orders
from backorders.models import Order, OrderLine
from backorders.queries.promise_differences import payment_differences, promise_differences
from catalog.actions.generated_catalog import generate_catalog
from catalog.queries.inventory_differences import inventory_differences
from tests.factories.catalog import product_with_stock

NOW = datetime(2026, 11, 29, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _nothing(done: int, count: int) -> None:
    del done, count


def test_the_ledger_agrees_with_made_up_orders() -> None:
    generate_catalog(400, seed=1, now=NOW, progress=_nothing)
    assert generate_orders(60, seed=1, now=NOW, progress=_nothing) == 60
    assert Order.objects.filter(placed_at__lte=NOW, payments__variant="checkmo").count() == 60
    assert not inventory_differences()
    assert not promise_differences()
    assert not payment_differences()


def test_what_is_not_there_is_not_sold() -> None:
    product = product_with_stock(quantity=2)
    told: list[int] = []
    placed = generate_orders(10, seed=1, now=NOW, progress=lambda done, _count: told.append(done))
    assert placed == told[-1] <= 2
    assert product.salable_quantity() == 2 - sum(OrderLine.objects.values_list("ordered", flat=True), Decimal(0))
    assert product.stock_level().free >= 0
