"""What customers and staff ask of orders: each wish is made from what the database holds, and carries its own key."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import edit_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.hand_over import hand_over
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.move_to_front import move_to_front
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.actions.undo_shipment import undo_shipment
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import PaymentMethod
from tests.proof.chance import Chance, Wish

CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def place(chance: Chance) -> Wish:
    """An order of one or two products, by check or card."""
    lines = {chance.product(): chance.units(), chance.product(): chance.units()}
    method = chance.random.choice([PaymentMethod.CARD, PaymentMethod.CHECK_MONEY_ORDER])
    email, checkout = chance.email(), uuid.UUID(chance.key())

    def act() -> dict[str, Any]:
        order = place_order(
            lines=lines, email=email, payment_method=method, checkout=checkout, by=None, now=timezone.now()
        )
        return {"order": order.number}

    units = {product.sku: str(quantity) for product, quantity in lines.items()}
    return Wish("place", {"checkout": checkout, "email": email, "method": method, "units": units}, act)


def pay(chance: Chance) -> Wish | None:
    """A card is shown for an order, or money for a check has come."""
    line = chance.line()
    if line is None:
        return None
    payment = line.order.payments.order_by("pk").last()
    if payment is None or payment.is_offline:
        key = chance.key()

        def confirm() -> dict[str, Any]:
            order = invoice_order(order=line.order, units=None, key=key, by=None, now=timezone.now())
            return {"order": order.number}

        return Wish("confirm payment", {"order": line.order.number, "key": key}, confirm)
    return Wish(
        "pay",
        {"order": line.order.number, "payment": payment.token},
        lambda: {"at": pay_order(payment=payment, details=CARD, now=timezone.now())},
    )


def cancel(chance: Chance) -> Wish | None:
    """A whole order, or some units of it."""
    line = chance.line()
    if line is None:
        return None
    units = {line: chance.units(2)} if chance.random.random() < 0.5 else None

    def act() -> dict[str, Any]:
        return {"status": cancel_order(order=line.order, units=units, by=None, now=timezone.now()).status}

    return Wish("cancel", {"order": line.order.number, "is_whole": units is None}, act)


def edit(chance: Chance) -> Wish | None:
    """Another quantity of a line, now and then one more product."""
    line, key = chance.line(), chance.key()
    if line is None:
        return None
    units = {line: Decimal(chance.random.randint(0, 5))}
    added = {chance.product(): Decimal(1)} if chance.random.random() < 0.2 else {}

    def act() -> dict[str, Any]:
        order = edit_order(order=line.order, units=units, added=added, key=key, by=None, now=timezone.now())
        return {"order": order.number}

    return Wish("edit", {"order": line.order.number, "key": key}, act)


def ship(chance: Chance) -> Wish | None:
    """A parcel."""
    line, source, key, units = chance.line(), chance.source(), chance.key(), chance.units()
    if line is None:
        return None

    def act() -> dict[str, Any]:
        shipped = ship_order(
            order=line.order,
            source=source,
            units={line: units},
            key=key,
            by=None,
            now=timezone.now(),
            unpaid_confirmed=True,
        )
        return {"shipment": shipped.pk}

    return Wish("ship", {"order": line.order.number, "line": line.pk, "key": key, "units": str(units)}, act)


def undo(chance: Chance) -> Wish | None:
    """A parcel was made by mistake, or leaves the house."""
    line = chance.line()
    shipment = None if line is None else line.order.shipments.order_by("-pk").first()
    if shipment is None:
        return None
    now = timezone.now()
    if chance.random.random() < 0.2:

        def leave() -> dict[str, Any]:
            return {"shipment": hand_over(shipment=shipment, by=None, now=now).pk}

        return Wish("hand over", {"shipment": shipment.pk}, leave)

    def act() -> dict[str, Any]:
        return {"shipment": undo_shipment(shipment=shipment, by=None, now=now).pk}

    return Wish("undo", {"shipment": shipment.pk}, act)


def refund(chance: Chance) -> Wish | None:
    """A credit memo, with units that come back or do not."""
    line, key = chance.line(), chance.key()
    if line is None:
        return None
    units = {line: Refunded(chance.units(2), return_to_stock=chance.random.random() < 0.5)}

    def act() -> dict[str, Any]:
        memo = refund_order(order=line.order, units=units, key=key, by=None, now=timezone.now())
        return {"memo": memo.pk, "amount": str(memo.amount)}

    return Wish("refund", {"order": line.order.number, "key": key}, act)


def queue(chance: Chance) -> Wish | None:
    """A line is moved to the front; an order is held, or goes on."""
    line = chance.line()
    if line is None:
        return None
    order = line.order

    def front() -> dict[str, Any]:
        move_to_front(line=line, reason="hurry", by=None, now=timezone.now())
        return {}

    def hold() -> dict[str, Any]:
        held = unhold_order if order.status == OrderStatus.ON_HOLD else hold_order
        return {"status": held(order=order, by=None, now=timezone.now()).status}

    return Wish("hold or move to front", {"order": order.number}, chance.random.choice([front, hold]))


def expire(chance: Chance) -> Wish:
    """Hours pass for orders that nobody has paid."""
    hours = chance.random.choice([0, 1, 30])

    def act() -> dict[str, Any]:
        return {"expired": expire_payments(now=timezone.now() + timedelta(hours=hours))}

    return Wish("expire", {"hours": hours}, act)
