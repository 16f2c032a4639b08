"""A parcel leaves while its shopper chooses to have all of it together: one of the two is told."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.choose_shipping import CannotChoose, choose_shipping
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, Shipment
from backorders.rules.shipping_choice import ShippingChoice
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_part_that_left_and_a_choice_against_it_never_both_go_through() -> None:
    bag, cap = product_with_stock(quantity=5), product_with_stock(quantity=0, backorders=1)
    placed = place_order(
        lines={bag: 2, cap: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    order = Order.objects.get(pk=placed.pk)
    units = {line: Decimal(2) for line in order.lines.filter(product=bag)}
    refused: list[str] = []

    def ship() -> None:
        try:
            ship_order(
                order=order,
                source=default_source(),
                units=units,
                key="1",
                unpaid_confirmed=True,
                revision=order.revision,
                by=None,
                now=timezone.now(),
            )
        except CannotShip as refusal:
            refused.append(str(refusal))

    def choose() -> None:
        try:
            choose_shipping(
                order=order,
                choice=ShippingChoice.TOGETHER,
                revision=order.revision,
                is_through_link=True,
                by=None,
                now=timezone.now(),
            )
        except CannotChoose as refusal:
            refused.append(str(refusal))

    race([ship, choose])
    assert len(refused) == 1
    assert "The order has changed since this page was opened." in refused[0]
    assert Shipment.objects.count() + Order.objects.get().ships_complete == 1
    assert unsound(limit=None) == []
