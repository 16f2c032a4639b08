"""An order that was canceled is opened again when its money comes late, or the money goes back (C28)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from backorders.actions.steps.invoice import record_invoice
from backorders.actions.steps.messages import notify
from backorders.actions.steps.payments import keep_errand
from backorders.actions.steps.placing import GUARD, keep_owed
from backorders.actions.steps.refund import refund_payments
from backorders.emails.order_news import late_payment
from backorders.models import ErrandKind, EventKind, Order, OrderEvent, OrderLine, Payment
from backorders.queries.locks import LockedOrder, locked_order, locked_payments
from backorders.queries.order_money import payment_money
from backorders.rules.cancellation import canceled_by_the_shop
from backorders.rules.order_status import OrderStatus
from backorders.rules.placing import free_before_each, refusals, summed
from backorders.words.order import PAID_LATE
from catalog.models import ConfigurationValue, Product, Reservation
from catalog.models.reservation import EventType
from catalog.queries.database_errors import violated_constraint
from catalog.queries.salable import Position, for_sale, positions
from catalog.rules import configuration as declared
from catalog.rules.money import amount_text, price_text
from catalog.rules.quantity import ZERO
from catalog.rules.salable import owed_part
from catalog.words.names import first_named
from catalog.words.refusal import Refused


def settle_late_payment(order: LockedOrder, payment: Payment, *, now: datetime) -> None:
    """Reopen `order` with what `payment` captured, or give all of it back, and say so.

    Reopened is what the shop alone canceled, while its units are there; where a person canceled, the money goes back. Money that
    was settled before is not there any more, so that a repeat changes nothing. Call inside the transaction that holds the
    order's lock.
    """
    money = payment_money(payment).kept
    if money <= 0:
        return
    amount = amount_text(money, payment.currency)
    if canceled_by_the_shop(order.events.values_list("kind", flat=True)):
        try:
            reopen_order(order=order, money=money, now=now)
        except CannotReopen as refusal:
            why = f"The order cannot be reopened: {refusal}"
        else:
            order.refresh_from_db()
            return
    else:
        why = "The order stays canceled."
    text = f"{PAID_LATE.format(amount)} {why} The whole amount is given back."
    OrderEvent.objects.create(order=order, kind=EventKind.REFUNDED, text=text, at=now)
    refund_payments(order, money, key=f"late_payment:{payment.pk}", now=now)
    notify(
        order=order,
        occasion=f"late_payment:{payment.pk}",
        message=late_payment(order, amount=price_text(money, payment.currency)),
    )


# The guard sees newer numbers than the rule did. When the rule judges again units may be free again: try several times.
ATTEMPTS = 3
# An event's text has an end: of an order with many lines the first are named.
NAMED = 8


class CannotReopen(Refused):
    """The order stays canceled and nothing changed."""


@dataclass(frozen=True)
class _Judged:
    """`units` {line: what the shop gave up of it}: what an edit had taken out of the order before stays out."""

    units: dict[OrderLine, Decimal]
    positions: dict[int, Position]
    reserves: bool


def reopen_order(*, order: LockedOrder, money: Decimal, now: datetime) -> Order:
    """Open the units again that `cancel_unpaid` gave up, promise them anew, and invoice them: `money` was captured for them.

    Judged by the rules of a new order, under the policies of now, and guarded by the database like one. Raises `CannotReopen`.
    """
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                locked = locked_order(order.pk)
                lines = list(locked.lines.select_related("product"))
                return _write(locked, lines, _judge(locked, lines, money=money), money=money, now=now)
        except IntegrityError as error:
            if violated_constraint(error) != GUARD:
                raise
    raise CannotReopen("its units were sold meanwhile.")


def _judge(order: LockedOrder, lines: list[OrderLine], *, money: Decimal) -> _Judged:
    if order.status != OrderStatus.CANCELED:
        raise CannotReopen("it is not canceled.")
    gone = [line.sku for line in lines if line.product is None]
    if gone:
        raise CannotReopen(f"{_named(gone)} is not sold any more.")
    units = _given_up(order, lines)
    if money < sum((line.value_of(quantity) for line, quantity in units.items()), Decimal("0.00")):
        raise CannotReopen("the payment is less than its price.")
    products: dict[int, Product] = {line.product.pk: line.product for line in units if line.product is not None}
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    found = positions(
        products.values(), stock=order.stock, configuration=configuration, group=order.customer_group or None
    )
    sold = Product.objects.filter(for_sale(order.website_id), pk__in=list(products))
    refused = refusals(
        summed((line.product_id, quantity) for line, quantity in units.items() if line.product_id is not None),
        {pk: (position.level, position.policy) for pk, position in found.items()},
        for_sale=frozenset(sold.values_list("pk", flat=True)),
    )
    if refused:
        skus = _named([products[pk].sku for pk in refused])
        raise CannotReopen(f"{skus} can no longer be sold in the quantity ordered.")
    return _Judged(units, found, reserves=configuration.flag(declared.CAN_SUBTRACT))


def _given_up(order: LockedOrder, lines: list[OrderLine]) -> dict[OrderLine, Decimal]:
    """Return {line: units}, from the ledger's row of `cancel_unpaid` where the line held units in it."""
    keys = {f"{EventType.ORDER_CANCELED.value}:{order.pk}:unpaid:{line.pk}": line for line in lines}
    rows = Reservation.objects.filter(event_key__in=keys).values_list("event_key", "quantity")
    found = {keys[key].pk: quantity for key, quantity in rows}
    units = {line: found.get(line.pk, Decimal(0)) if line.is_reserved else line.canceled for line in lines}
    return {line: quantity for line, quantity in units.items() if quantity}


def _write(order: LockedOrder, lines: list[OrderLine], judged: _Judged, *, money: Decimal, now: datetime) -> Order:
    """Write the order as paid; the INSERT of its reservations, in stock level order, is the last statement."""
    locked_payments(order)
    for line, quantity in judged.units.items():
        line.canceled -= quantity
        policy = judged.positions[line.product_id or 0].policy
        line.is_reserved = judged.reserves and policy.manage_stock
        line.backorders_when_placed = policy.backorders.value
    _judge_owed(order, judged, today=localtime(now).date())
    kept = ("canceled", "is_reserved", "owed_when_placed", "promised_on", "backorders_when_placed")
    OrderLine.objects.bulk_update(judged.units, kept)
    # Open again before it is paid: what is delivered at once is what the queue has for it, and not for others.
    order.status, order.canceled_at, order.canceled_by = OrderStatus.PENDING_PAYMENT.value, None, None
    order.save(update_fields=("status", "canceled_at", "canceled_by"))
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.REOPENED,
        text=f"{PAID_LATE.format(amount_text(money, order.currency))} "
        "Its units were still there: the order is open again.",
        at=now,
    )
    keep_errand(kind=ErrandKind.CONFIRM_REOPENED, order=order)
    reserved = [line for line in judged.units if line.is_reserved]
    for line in reserved:
        # The ledger holds nothing for it yet, so that the invoice releases nothing of what it delivers: it is done below.
        line.is_reserved = False
    record_invoice(order, judged.units, lines=lines, by=None, now=now)
    for line in reserved:
        line.is_reserved = True
    in_order = sorted(reserved, key=lambda each: (each.product_id or 0, each.pk))
    rows = Reservation.objects.bulk_create(row for line in in_order for row in _rows(line, judged))
    promised = [row for row in rows if row.event_type == EventType.ORDER_REOPENED]
    days = (
        _day(order, line, judged, free=row.free_after - row.quantity, today=localtime(now).date())
        for line, row in zip(in_order, promised, strict=True)
    )
    keep_owed({line: (row.owed, day) for line, row, day in zip(in_order, promised, days, strict=True)})
    return order


def _judge_owed(order: LockedOrder, judged: _Judged, *, today: date) -> None:
    """Write on the lines how many of their units are backordered now, and until when: the shopper is told that."""
    free = {pk: position.level.free for pk, position in judged.positions.items()}
    reserved = sorted((line for line in judged.units if line.is_reserved), key=lambda each: each.pk)
    before = free_before_each(((line.product_id or 0, judged.units[line]) for line in reserved), free)
    for line in judged.units:
        line.owed_when_placed, line.promised_on = ZERO, None
    for line, there in zip(reserved, before, strict=True):
        line.owed_when_placed = owed_part(judged.units[line], there)
        line.promised_on = _day(order, line, judged, free=there, today=today)


def _day(order: LockedOrder, line: OrderLine, judged: _Judged, *, free: Decimal, today: date) -> date | None:
    # Its lead time runs from the day of the order, as it does for what is told of it later.
    outlook, since = judged.positions[line.product_id or 0].outlook, localtime(order.placed_at).date()
    return outlook.day_if_ordered(judged.units[line], free=free, today=today, since=since)


def _named(skus: list[str]) -> str:
    return first_named(skus, first=NAMED)


def _rows(line: OrderLine, judged: _Judged) -> list[Reservation]:
    """Return the ledger rows of a line: what an invoice delivered is released first, as it left the shelf already."""
    product_id = line.product_id or 0
    about = {"stock_id": line.order.stock_id, "product_id": product_id, "order_number": line.order.number}
    delivered = Reservation(
        **about,
        quantity=line.shipped,
        event_type=EventType.INVOICE_CREATED,
        event_key=f"{EventType.INVOICE_CREATED.value}:reopened:{line.pk}",
    )
    promised = Reservation(
        **about,
        quantity=-judged.units[line],
        floor=judged.positions[product_id].policy.floor,
        event_type=EventType.ORDER_REOPENED,
        event_key=f"{EventType.ORDER_REOPENED.value}:{line.pk}",
    )
    return [delivered, promised] if line.shipped else [promised]
