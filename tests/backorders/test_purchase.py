"""A whole purchase: what it asks of the database, with one line and with thirty."""

import pytest

from tests.backorders.checkout_data import BY_CARD, BY_CHECK
from tests.backorders.shopper import Shopper
from tests.factories.catalog import product_with_stock

# Statements count as they do in the shop: a transaction of a test would make a savepoint of each of the shop's.
pytestmark = pytest.mark.django_db(transaction=True)
# A visitor's session begins with what he adds first.
FIRST, NEXT = 8, 10
PAGES = {"cart": 6, "checkout": 6, "order is placed": 20, "order": 10}


@pytest.mark.parametrize("lines", [1, 30])
def test_a_purchase_asks_the_same_of_the_database_whatever_its_lines(lines: int) -> None:
    shopper = Shopper()
    for product in [product_with_stock(quantity=9) for _ in range(lines)]:
        shopper.adds(product)
    assert "Your order number is" in shopper.buys(BY_CARD)
    assert shopper.statements == PAGES | {"add": FIRST if lines == 1 else NEXT}


def test_a_purchase_by_check() -> None:
    shopper = Shopper()
    shopper.adds(product_with_stock(quantity=9))
    assert "Your order number is" in shopper.buys(BY_CHECK)
    assert shopper.statements["order is placed"] == 14
