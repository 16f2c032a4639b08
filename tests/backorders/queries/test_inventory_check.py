"""Everything that is kept, compared: each kind of difference as facts."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Payment
from backorders.queries.inventory_check import every_difference
from backorders.rules.inventory_difference import Difference, DifferenceKind
from tests.backorders.management.checked import spoil
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_levels_promises_and_money_are_named_in_this_order() -> None:
    now = timezone.now()
    bag = product_with_stock(quantity=25, sku="BAG")
    order = place_order(lines={bag: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=now)
    assert not list(every_difference(now=now))
    spoil("UPDATE catalog_stocklevel SET on_hand = 7 WHERE product_id = %s", bag.pk)
    spoil("UPDATE backorders_orderline SET ordered = 4 WHERE order_id = %s", order.pk)
    Payment.objects.update(captured_amount=Decimal(1))
    level, promise, payment = every_difference(now=now)
    assert level == Difference(
        DifferenceKind.LEVEL, "Default Stock", "BAG", about="on hand", expected=("25.0000",), found=("7.0000",)
    )
    assert (promise.kind, promise.order_number) == (DifferenceKind.PROMISE, order.number)
    assert [Decimal(values[0]) for values in (promise.expected, promise.found)] == [4, 3]
    assert (payment.kind, payment.about, payment.sku) == (DifferenceKind.PAYMENT, order.currency, "")
    assert [Decimal(values[0]) for values in (payment.expected, payment.found)] == [0, 1]
