"""What an order costs does not grow with its lines, with the open orders, or with the length of the ledger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backorders.actions.place_order import NotSalable, place_order
from catalog.models import Product
from tests.factories.catalog import ReservationFactory, product_with_stock

pytestmark = pytest.mark.django_db


def statements(products: list[Product]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        place_order(lines=dict.fromkeys(products, 2), email="shopper@example.org", by=None, now=timezone.now())
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("lines", [1, 3, 10])
def test_order_costs_the_same_statements_whatever_its_lines(lines: int) -> None:
    found = statements([product_with_stock(quantity=25, backorders=2, min_qty=-50) for _ in range(lines)])
    # All that it is judged by; BEGIN, order with lines, payment and promises, COMMIT.
    assert len(found) == 4


def test_guard_is_the_last_statement_before_commit() -> None:
    found = statements([product_with_stock(quantity=25) for _ in range(3)])
    assert found[-1].startswith("RELEASE SAVEPOINT")
    assert "INSERT INTO catalog_reservation" in found[-2]


def test_long_ledger_adds_no_statement() -> None:
    product = product_with_stock(quantity=25, backorders=1)
    ReservationFactory.create_batch(50, product=product)
    assert len(statements([product])) == 4


def test_refusal_writes_nothing_at_all() -> None:
    product = product_with_stock(quantity=1)
    with CaptureQueriesContext(connection) as captured, pytest.raises(NotSalable):
        place_order(lines={product: 2}, email="shopper@example.org", by=None, now=timezone.now())
    assert len(captured) == 1
    assert "INSERT" not in captured[0]["sql"]
