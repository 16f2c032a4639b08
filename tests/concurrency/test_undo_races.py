"""A parcel is undone while something else happens to it: one of both, never half, never twice."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from backorders.actions.hand_over import CannotHandOver, hand_over
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, Refunded, refund_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.actions.undo_shipment import CannotUndo, undo_shipment
from backorders.models import Order, Shipment, SourceMovement
from catalog.models import SourceItem
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
REFUSALS = (CannotHandOver, CannotRefund, CannotShip, CannotUndo)


def ship(order: Order, quantity: int, key: str = "1") -> Shipment:
    return ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(quantity)},
        key=f"{order.pk}:{key}",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def refund(order: Order) -> object:
    units = {order.lines.get(): Refunded(Decimal(3), return_to_stock=True)}
    return refund_order(order=order, units=units, key=f"memo {order.pk}", by=None, now=timezone.now())


def tried(action: Callable[[], object]) -> Callable[[], bool]:
    def attempt() -> bool:
        try:
            action()
        except REFUSALS:
            return False
        return True

    return attempt


def undo(shipment: Shipment) -> Callable[[], bool]:
    return tried(partial(undo_shipment, shipment=shipment, by=None, now=timezone.now()))


@pytest.mark.parametrize("other", ["undo", "hand over", "refund", "ship"])
def test_undo_races(other: str) -> None:
    for _ in range(ROUNDS):
        product = product_with_stock(quantity=6, backorders=1)
        order = place_order(
            lines={product: 6}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
        )
        invoice_order(order=order, units=None, key=f"i {order.pk}", by=None, now=timezone.now())
        shipment = ship(order, 3)
        others = {
            "undo": undo(shipment),
            "hand over": tried(partial(hand_over, shipment=shipment, by=None, now=timezone.now())),
            "refund": tried(partial(refund, order)),
            "ship": tried(partial(ship, order, 3, "2")),
        }
        done = race([undo(shipment), others[other]])
        assert unsound(limit=0) == []
        shipment.refresh_from_db()
        moved = SourceMovement.objects.filter(line__order=order)
        on_shelf = 6 + sum((each.quantity for each in moved), Decimal(0))
        assert SourceItem.objects.get(product=product).quantity == on_shelf
        assert moved.filter(key=shipment.undone_key).count() == (shipment.undone_at is not None)
        # Never both of the same parcel; a refund eats what never left, and a second parcel is another one.
        assert done.count(True) == (1 if other in {"undo", "hand over"} else 2)
