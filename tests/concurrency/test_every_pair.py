"""Every pair of actions on one product at the same instant: refused or done, never half, never in each other's way for ever."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from itertools import combinations_with_replacement

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.refund_order import CannotRefund, Refunded, refund_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.actions.ship_ready import ship_ready
from backorders.actions.undo_shipment import CannotUndo, undo_shipment
from backorders.models import Order, Shipment
from backorders.rules.ready_to_ship import ProposedParcel
from catalog.models import Product
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT = -6
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
REFUSALS = (CannotCancel, CannotEdit, CannotMove, CannotRefund, CannotShip, CannotUndo, NotSalable)

type Action = Callable[[Order, Product], object]


def placed(product: Product, quantity: int) -> Order:
    order = place_order(lines={product: quantity}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def ship(order: Order, _product: Product) -> Shipment:
    units = {order.lines.get(): Decimal(2)}
    return ship_order(
        order=order, source=default_source(), units=units, key=str(uuid.uuid4()), by=None, now=timezone.now()
    )


def ship_and_undo(order: Order, product: Product) -> object:
    shipment = ship(order, product)
    return undo_shipment(shipment=shipment, by=None, now=timezone.now())


def ship_as_proposed(order: Order, _product: Product) -> object:
    parcels = [ProposedParcel(default_source().pk, ((order.lines.get().pk, Decimal(2)),))]
    return ship_ready(order=order, parcels=parcels, key=str(uuid.uuid4()), revision=None, by=None, now=timezone.now())


def receive(_order: Order, product: Product) -> object:
    return receive_delivery(product, source=default_source(), quantity=Decimal(3), by=None, now=timezone.now())


def refund(order: Order, _product: Product, *, return_to_stock: bool) -> object:
    units = {order.lines.get(): Refunded(Decimal(2), return_to_stock=return_to_stock)}
    return refund_order(order=order, units=units, key=str(uuid.uuid4()), by=None, now=timezone.now())


def edit(order: Order, quantity: Decimal) -> object:
    return edit_order(order=order, units={order.lines.get(): quantity}, by=None, now=timezone.now())


ACTIONS: dict[str, Action] = {
    "place": lambda _order, product: placed(product, 2),
    "cancel": lambda order, _product: cancel_order(order=order, by=None, now=timezone.now()),
    "ship": ship,
    "ship, as proposed": ship_as_proposed,
    "ship and undo": ship_and_undo,
    "receive": receive,
    "refund, returned": lambda order, product: refund(order, product, return_to_stock=True),
    "refund, written off": lambda order, product: refund(order, product, return_to_stock=False),
    "edit, raised": lambda order, _product: edit(order, Decimal(9)),
    "edit, lowered": lambda order, _product: edit(order, Decimal(3)),
    "move to front": lambda order, _product: move_to_front(
        line=order.lines.get(), reason="hurry", by=None, now=timezone.now()
    ),
}


def attempt(action: Action, order: Order, product: Product) -> Callable[[], bool]:
    def act() -> bool:
        try:
            action(order, product)
        except REFUSALS:
            return False
        return True

    return act


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(ACTIONS, 2)))
def test_every_pair_of_actions_leaves_everything_sound(one: str, other: str) -> None:
    for is_same_order in (True, False):
        product = product_with_stock(quantity=10, backorders=1, min_qty=LIMIT)
        first = placed(product, 7)
        second = first if is_same_order else placed(product, 5)
        race([attempt(ACTIONS[one], first, product), attempt(ACTIONS[other], second, product)])
        assert unsound(limit=LIMIT) == []
