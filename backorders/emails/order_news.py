"""What happened to an order: shipped, edited, held, canceled, refunded, paid late, or its check awaited."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from backorders.emails.message import LineToCome, Message, order_message, to_come
from backorders.models import Order, OrderLine, Shipment
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.order_money import order_money
from backorders.queries.payment import how_to_pay, moment
from backorders.queries.shipment import parcels
from backorders.rules.credit_memo import RefundPlan
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import PaymentMethod
from backorders.rules.tracking_number import Tracking
from backorders.words.order import EditedMoney, kept_until_in_words, refund_in_words, refunded_in_all_words
from catalog.rules.in_force import Configuration
from catalog.rules.money import price_text
from catalog.rules.quantity import plain


def order_shipped(shipment: Shipment, *, today: date) -> Message:
    """Return the message about `shipment`. Call when its lines are written: what is still to come is what is open then."""
    order = shipment.order
    parcel = next(parcel for parcel in parcels(order) if parcel.pk == shipment.pk)
    is_first = not order.shipments.filter(undone_at=None).exclude(pk=shipment.pk).exists()
    return _message(order, parcel.units, is_first=is_first, tracking=parcel.tracking, today=today)


def numbers_known(shipment: Shipment, numbers: Sequence[Tracking]) -> Message:
    """Return the message that `shipment`, which had left before, can be followed by its `numbers`, all that it has now."""
    order = shipment.order
    return order_message(
        "tracking_number",
        order,
        lines=[LineToCome(line.name, line.sku, plain(-units)) for line, units in shipment.moved()],
        shipped=moment(shipment.shipped_at),
        tracking=numbers,
        several=len(numbers) > 1,
    )


def shipped_elsewhere(order: Order, units: Sequence[tuple[int, Decimal]], *, today: date) -> Message:
    """Return the message about `units`, (line id, quantity), that were shipped from elsewhere."""
    return _message(
        order, units, is_first=not order.shipments.filter(undone_at=None).exists(), tracking=(), today=today
    )


def _message(
    order: Order,
    units: Sequence[tuple[int, Decimal]],
    *,
    is_first: bool,
    tracking: Sequence[Tracking],
    today: date,
) -> Message:
    """Return the message; `tracking` are the numbers that are known of the parcel."""
    found = confirmed_lines(order)
    lines = {line.pk: line for line in found}
    rest = to_come(order, lines=found, today=today)
    return order_message(
        "order_shipped",
        order,
        lines=[LineToCome(lines[pk].name, lines[pk].sku, plain(quantity)) for pk, quantity in units],
        to_come=rest,
        what=_what(is_first=is_first, is_last=not rest.lines),
        tracking=tracking,
    )


def shipment_undone(shipment: Shipment, units: Sequence[tuple[OrderLine, Decimal]], *, today: date) -> Message:
    """Return the message that `units` of `shipment` have not left after all. Call when lines and shelves are written."""
    order = shipment.order
    found = confirmed_lines(order)
    lines = {line.pk: line for line in found}
    return order_message(
        "shipment_undone",
        order,
        lines=[LineToCome(lines[line.pk].name, lines[line.pk].sku, plain(quantity)) for line, quantity in units],
        to_come=to_come(order, lines=found, today=today),
    )


def _what(*, is_first: bool, is_last: bool) -> str:
    """Return how the subject begins: which units of the order have left."""
    if not is_last:
        return "Part of your order"
    return "Your order" if is_first else "The rest of your order"


def order_edited(order: Order, changes: Sequence[tuple[str, str, str]], *, money: EditedMoney, today: date) -> Message:
    """Return the message: `changes` are (name, SKU, "3 to 5" or "2 added"). Call when lines and total are written."""
    return order_message(
        "order_edited",
        order,
        changes=changes,
        money=money.in_words(has_happened=False, written=price_text),
        is_due=money.due > 0,
        to_come=to_come(order, today=today),
    )


def order_commented(order: Order, text: str) -> Message:
    """Return the message with what the shop writes about `order`."""
    return order_message("order_comment", order, comment=text)


def order_held(order: Order) -> Message:
    """Return the message that nothing of `order` ships for now."""
    return order_message("order_held", order)


def order_unheld(order: Order, *, today: date) -> Message:
    """Return the message that `order` goes on. Call when its status is written."""
    return order_message("order_unheld", order, to_come=to_come(order, today=today))


def order_canceled(
    order: Order, units: Mapping[OrderLine, Decimal], *, refund: Decimal, why: str = "", today: date
) -> Message:
    """Return the message: `units` {line: quantity} were canceled and `refund` is given back, in the order's currency.

    `why` is a sentence; empty when a person canceled, who knows.
    """
    # What an edit added to an order paid by card is paid by check, and goes back by hand.
    by_check = order.payments.filter(variant=PaymentMethod.CHECK_MONEY_ORDER, captured_amount__gt=0)
    return order_message(
        "order_canceled",
        order,
        is_whole=order.status == OrderStatus.CANCELED,
        lines=[(plain(quantity), line.name, line.sku) for line, quantity in units.items() if quantity],
        why=why,
        to_come=to_come(order, today=today),
        refund=_refund(order, refund, by_card=bool(refund) and not by_check.exists()),
    )


def order_refunded(
    order: Order,
    units: Mapping[OrderLine, Decimal],
    plans: Mapping[OrderLine, RefundPlan],
    *,
    refund: Decimal,
    by_card: bool,
    today: date,
) -> Message:
    """Return the message: `units` {line: quantity} were refunded, and `refund` goes back, in the order's currency.

    `by_card`: all of it goes to the card by itself. Call when the lines are written.
    """
    return order_message(
        "order_refunded",
        order,
        lines=[
            (
                plain(quantity),
                line.name,
                line.sku,
                _not_coming(plans[line].released, quantity, is_virtual=line.is_virtual),
            )
            for line, quantity in units.items()
        ],
        refund=_refund(order, refund, by_card=by_card),
        to_come=to_come(order, today=today),
    )


def _not_coming(released: Decimal, quantity: Decimal, *, is_virtual: bool) -> str:
    """Return what of the refunded units the shopper does not get any more; empty when he has them all."""
    if not released:
        return ""
    verb = "delivered" if is_virtual else "shipped"
    if released == quantity:
        return f"Will not be {verb}"
    return f"{plain(released)} of them will not be {verb}"


def _refund(order: Order, refund: Decimal, *, by_card: bool) -> str:
    """Return what goes back, and what it comes to with earlier refunds. Call when it is written. Two queries, none for nothing."""
    if not refund:
        return ""
    words, in_all = refund_in_words(price_text(refund, order.currency), by_card=by_card), order_money(order).given_back
    return f"{words} {refunded_in_all_words(price_text(in_all, order.currency))}" if in_all > refund else words


def late_payment(order: Order, *, amount: str) -> Message:
    """Return the message that `amount`, paid for `order` after it had been canceled, is given back."""
    return order_message("late_payment", order, amount=amount)


def check_reminder(order: Order, *, due: Decimal, until: datetime, configuration: Configuration) -> Message:
    """Return the message that `due`, in the order's currency, has to arrive before `until`, and where to send it."""
    return order_message(
        "check_reminder",
        order,
        due=price_text(due, order.currency),
        kept_until=kept_until_in_words(moment(until)),
        how_to_pay=how_to_pay(configuration),
    )
