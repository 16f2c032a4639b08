"""Units are released in the order of stock levels, as all locks are taken: the lowest product first, holding no other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import StockLevel
from tests.concurrency.race import until_somebody_waits
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)


def _canceled(order: Order) -> None:
    try:
        cancel_order(order=order, by=None, now=timezone.now())
    finally:
        connection.close()


def test_a_cancel_that_waits_for_a_level_holds_none_behind_it() -> None:
    """The order's first line is of the later product: released in the order of the lines, two cancels would wait for each other."""
    earlier, later = product_with_stock(quantity=9), product_with_stock(quantity=9)
    order = place_order(lines=[(later, 3), (earlier, 2)], email="ada@example.org", by=None, now=timezone.now())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            StockLevel.objects.select_for_update().get(product=earlier)
            canceling = pool.submit(_canceled, order)
            until_somebody_waits()
            try:
                with transaction.atomic():
                    StockLevel.objects.select_for_update(nowait=True).get(product=later)
            except OperationalError:
                pytest.fail("It holds the later level while it waits for the earlier one.")
        canceling.result(timeout=30)
    order.refresh_from_db()
    assert order.status == "canceled"
