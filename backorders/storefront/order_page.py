"""An order as its shopper sees it: the confirmation at first, then what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localtime
from payments import PaymentStatus

from backorders.models import Order, OrderLine, Payment
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.payment import HowToPay, check_held_until, given_back, held_until, how_to_pay, moment
from backorders.queries.queue import status_of_all, told_now
from backorders.queries.shipment import Parcel, parcels, postal_lines
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.rules.payment import UNANSWERED, PaymentMethod
from backorders.rules.tracking_number import Tracking
from backorders.storefront.order_page_line import OrderPageLine, order_page_line
from backorders.storefront.order_payments import order_history, order_payments
from backorders.storefront.order_shipping import ShippingShown, shipping_shown
from backorders.storefront.own_cancel import CancelOffer, cancel_offer
from backorders.words.order import kept_until_in_words, later_in_words, reserved_in_words
from catalog.queries.prepared import Compiled
from catalog.rules.in_force import Configuration
from catalog.rules.money import price_text
from catalog.rules.quantity import plain
from catalog.words.moment import DAY

REFUSED = frozenset({PaymentStatus.REJECTED, PaymentStatus.ERROR})


@dataclass(frozen=True)
class ParcelShown:
    """One parcel; `units` are (quantity, product name)."""

    when: str
    tracking: tuple[Tracking, ...]
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OrderPage:
    """`state`: placed, check, unpaid, returned, refused, canceled or underway; `checkout` is the token in the address.

    `revision` is the order's that the page shows. The units of an order that waits for its payment are held until `held_until`;
    `kept_until` says when one that waits for its check ends.
    `due` is still to be paid, `due_by_card` of it on this page, `due_by_check` by mail, and `how_to_pay` says where to;
    each amount is empty for nothing. `cancel` is None when nothing can be canceled. `reserved` says what is kept while a check is
    waited for, `comes_later` when units that are not there will ship. `shipping` says how it ships, where that matters.
    """

    number: str
    checkout: str
    revision: int
    state: str
    status: str
    says: str
    placed: str
    email: str
    customer_name: str
    lines: tuple[OrderPageLine, ...]
    total: str
    payments: tuple[tuple[str, str], ...]
    due: str
    held_until: str
    kept_until: str
    due_by_card: str
    due_by_check: str
    how_to_pay: HowToPay | None
    reserved: str
    comes_later: str
    gives_back: str
    address: tuple[str, ...]
    parcels: tuple[ParcelShown, ...]
    history: tuple[tuple[str, str], ...]
    cancel: CancelOffer | None
    shipping: ShippingShown | None

    @property
    def is_new(self) -> bool:
        """Whether nothing has become of it yet: the page is the confirmation."""
        return self.state in {"placed", "check", "unpaid", "returned"}


def order_page(order: Order, configuration: Configuration, *, has_returned: bool = False, today: date) -> OrderPage:
    """Return the page of an order under the `configuration` of its store view (docs/rules.md#told-4).

    `has_returned`: the address says that the shopper comes from the provider's page. Where a payment has one, its answer may be on
    the way.
    """
    lines, payments = _lines_and_payments(order)
    rows = {line.pk: line for line in lines}
    found = confirmed_lines(order, lines, configuration)
    is_offline = bool(payments) and payments[0].variant == PaymentMethod.CHECK_MONEY_ORDER
    status = OrderStatus(order.status)
    state = _state(status, lines, payments, is_offline=is_offline)
    told = told_now(order, found, lines, configuration, today=today)
    standing, is_virtual = status_of_all(told), all(line.is_virtual for line in lines)
    is_answered_soon = _is_answered_soon(payments, has_returned=has_returned)
    if state == "unpaid" and is_answered_soon:
        state = "returned"
    money = order_payments(payments, configuration=configuration, currency=order.currency, is_open=status in OPEN)
    return OrderPage(
        number=order.number,
        checkout=str(order.checkout),
        revision=order.revision,
        state=state,
        status=status.label,
        says=_says(status, lines),
        placed=f"{localtime(order.placed_at):{DAY}}",
        email=order.email,
        customer_name=order.customer_name,
        lines=tuple(
            order_page_line(line, order.currency, row=rows[line.pk], told=told.get(line.pk), today=today)
            for line in found
        ),
        total=price_text(order.total, order.currency),
        payments=money.rows,
        due=money.due,
        held_until=moment(held_until(order, configuration)) if state == "unpaid" else "",
        kept_until=_kept_until(order, lines, configuration) if is_offline and state != "unpaid" else "",
        due_by_card="" if is_answered_soon else money.due_by_card,
        due_by_check=money.due_by_check,
        how_to_pay=how_to_pay(configuration) if money.due_by_check else None,
        reserved=reserved_in_words(standing, is_virtual=is_virtual, together=order.ships_complete),
        gives_back=money.gives_back,
        comes_later=later_in_words(standing, is_virtual=is_virtual, together=order.ships_complete),
        address=postal_lines(order),
        # No parcel without a unit shipped: the most usual page asks for none.
        parcels=_parcels(parcels(order) if any(line.shipped for line in lines) else (), lines),
        history=order_history(order),
        cancel=cancel_offer(order, lines, told, money, is_offline=is_offline),
        shipping=shipping_shown(order, lines, told),
    )


def _is_answered_soon(payments: Sequence[Payment], *, has_returned: bool) -> bool:
    """Whether the provider's answer may be on the way. Anybody may type the address of who comes back from the provider's page."""
    if any(payment.status == PaymentStatus.PREAUTH for payment in payments):
        return True
    return has_returned and any(each.transaction_id and each.status in UNANSWERED for each in payments)


def _lines_and_payments(order: Order) -> tuple[list[OrderLine], list[Payment]]:
    """Return those of `order`; each knows it, and asks for it no more."""
    lines, payments = _lines(order.pk), _payments(order.pk)
    for line in lines:
        line.order = order
    for payment in payments:
        payment.order = order
    return lines, payments


@Compiled
def _lines(order: int) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order=order).select_related("product")


@Compiled
def _payments(order: int) -> QuerySet[Payment]:
    payments: QuerySet[Payment] = Payment.objects.annotate(**given_back())
    return payments.filter(order=order).order_by("pk")


def _state(status: OrderStatus, lines: Sequence[OrderLine], payments: Sequence[Payment], *, is_offline: bool) -> str:
    # Virtual units are delivered when they are paid for: the page still counts as the confirmation.
    has_moved = any((line.shipped and not line.is_virtual) or line.canceled or line.refunded for line in lines)
    match status:
        case OrderStatus.PENDING_PAYMENT:
            return "check" if is_offline else "unpaid"
        case OrderStatus.CANCELED:
            return "refused" if any(payment.status in REFUSED for payment in payments) else "canceled"
        case OrderStatus.PROCESSING | OrderStatus.COMPLETE if not has_moved:
            return "placed"
        case _:
            return "underway"


def _says(status: OrderStatus, lines: Sequence[OrderLine]) -> str:
    """Return the status as a sentence to the shopper."""
    has_left = any(line.shipped for line in lines) and not any(line.open for line in lines)
    if status is OrderStatus.COMPLETE or (has_left and status in {OrderStatus.ON_HOLD, OrderStatus.PROCESSING}):
        return _all_has_left(lines)
    match status:
        case OrderStatus.ON_HOLD:
            return "Your order is on hold: nothing of it ships for now."
        case OrderStatus.CLOSED:
            return "Your order was refunded."
        case _ if any(line.shipped and not line.is_virtual for line in lines):
            return "A part of your order has been shipped."
        case _:
            return "We are preparing your order."


def _all_has_left(lines: Sequence[OrderLine]) -> str:
    what = "What was left of your order" if any(line.canceled or line.released for line in lines) else "Everything"
    is_virtual = all(line.is_virtual for line in lines if line.shipped)
    return f"{what} has been {'delivered' if is_virtual else 'shipped'}."


def _kept_until(order: Order, lines: Sequence[OrderLine], configuration: Configuration) -> str:
    return kept_until_in_words(moment(check_held_until(order, lines, configuration)))


def _parcels(found: Sequence[Parcel], lines: Sequence[OrderLine]) -> tuple[ParcelShown, ...]:
    names = {line.pk: line.name for line in lines}
    return tuple(
        ParcelShown(
            when=f"{localtime(parcel.shipped_at):{DAY}}",
            tracking=parcel.tracking,
            units=tuple((plain(quantity), names[pk]) for pk, quantity in parcel.units if pk in names),
        )
        for parcel in found
    )
