"""Invoice an order: its money is captured; virtual units are delivered; goods stay where they are."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.deliver_order import deliver_virtual
from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.payments import CannotCollect, collect_by_hand
from backorders.actions.steps.reservations import release_reservations
from backorders.models import EventKind, Invoice, InvoiceLine, Order, OrderEvent, OrderLine
from backorders.queries.asked_units import UnitsRefusedError, asked_units
from backorders.queries.locks import locked_order, locked_payments
from backorders.queries.order import changed_words, order_mark
from backorders.queries.order_money import money_not_invoiced
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.words.order import units_in_words
from catalog.models.fields import text_problems
from catalog.models.reservation import EventType
from catalog.rules.money import NOTHING, amount_text
from catalog.rules.quantity import ZERO, plain

LONGEST_TEXT = 1000


class CannotInvoice(Exception):
    """The invoice was refused and nothing changed; `str()` says why."""


def invoice_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal] | None = None,
    by: User | None,
    now: datetime | None = None,
    key: str | None = None,
    seen: str = "",
) -> Order:
    """Invoice `units` {line: quantity} (None: everything not invoiced yet) whose price has come by hand, and note it as captured.

    Also of an order that was to be paid by card, and was not: the card is asked for less, or not at all any more.
    The same `key` captures once, however often the call arrives. `seen` is the `order_mark` that the page was made from: an order
    that changed since is refused, for the quantities were typed for another one. Raises `CannotInvoice`. Physical stock is not
    touched: it was promised already and leaves with the shipment.
    """
    if key is not None and (problems := text_problems(Invoice, {"key": key})):
        raise CannotInvoice(problems[0])
    with transaction.atomic():
        locked = locked_order(order.pk)
        if key is not None and (repeated := Invoice.objects.filter(key=key).first()):
            if repeated.order_id != locked.pk:
                raise CannotInvoice("This request was used for another order.")
            return locked
        if seen and seen != order_mark(locked):
            raise CannotInvoice(changed_words(locked))
        status = OrderStatus(locked.status)
        if status not in OPEN or status is OrderStatus.ON_HOLD:
            raise CannotInvoice("The order does not allow an invoice to be created.")
        payments = locked_payments(locked)
        wanted = _judged(locked, list(locked.lines.all()), units)
        # Captured money that was too little for an invoice counts: it is not taken twice.
        missing = max(_value(wanted) - max(money_not_invoiced(locked), NOTHING), NOTHING)
        try:
            collect_by_hand(locked, payments, missing)
        except CannotCollect as refusal:
            raise CannotInvoice(str(refusal)) from refusal
        record_invoice(locked, wanted, by=by, now=now or timezone.now(), key=key)
    return locked


def record_invoice(
    order: Order, units: Mapping[OrderLine, Decimal], *, by: User | None, now: datetime, key: str | None = None
) -> Invoice:
    """Note that `units` are paid for, and deliver the virtual ones. Call inside the transaction that holds the order's lock.

    The last statement is the ledger's. Without a `key` the units invoiced so far name the invoice.
    """
    paid = {line: quantity for line, quantity in units.items() if quantity > 0}
    value = _value(paid)
    for line, quantity in paid.items():
        line.invoiced += quantity
    # The total that is invoiced only grows, so that no two invoices of an order share the key.
    others = order.lines.exclude(pk__in=[line.pk for line in paid])
    invoiced = sum((line.invoiced for line in (*others, *paid)), ZERO)
    event = f"{order.pk}:{plain(invoiced)}"
    invoice = Invoice.objects.create(order=order, key=key or event, amount=value, created_at=now, created_by=by)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, line=line, quantity=quantity) for line, quantity in paid.items()
    )
    delivered = deliver_virtual(order, paid, key=f"invoice:{event}", now=now)
    OrderLine.objects.bulk_update(paid, ("invoiced", "shipped"))
    settle_status(order, by=by, now=now)
    _note(invoice, paid, delivered)
    release_reservations(order, delivered, event=EventType.INVOICE_CREATED, key=event)
    return invoice


def _judged(
    order: Order, lines: list[OrderLine], units: Mapping[OrderLine, Decimal] | None
) -> dict[OrderLine, Decimal]:
    """Return {line as it is under the lock: units to invoice}."""
    asked = {line: line.progress().to_invoice for line in lines} if units is None else units
    try:
        wanted = asked_units(order, lines, asked)
    except UnitsRefusedError as refusal:
        raise CannotInvoice(" ".join(refusal.problems)) from refusal
    if not wanted:
        raise CannotInvoice("The invoice can't be created without products. Add products and try again.")
    for line, quantity in wanted.items():
        left = line.progress().to_invoice
        if quantity > left:
            raise CannotInvoice(f"Only {plain(left)} of {line.sku} are left to invoice; {plain(quantity)} asked.")
    return wanted


def _value(units: Mapping[OrderLine, Decimal]) -> Decimal:
    """Return the price of `units` before they are invoiced. Parts of a line add up to its row total, to the cent."""
    parts = (line.value_of(line.invoiced + units[line]) - line.value_of(line.invoiced) for line in units)
    return sum(parts, NOTHING)


def _note(invoice: Invoice, paid: Mapping[OrderLine, Decimal], delivered: Mapping[OrderLine, Decimal]) -> None:
    invoiced = units_in_words([(line.sku, quantity) for line, quantity in paid.items()])
    left = units_in_words([(line.sku, quantity) for line, quantity in delivered.items() if quantity])
    text = f"Invoiced {invoiced}: {amount_text(invoice.amount, invoice.order.currency)}."
    OrderEvent.objects.create(
        order=invoice.order,
        kind=EventKind.INVOICED,
        # Two lists of SKUs of the greatest length: the amount stands in the invoice.
        text=(f"{text} Delivered {left}." if left else text)[:LONGEST_TEXT],
        at=invoice.created_at,
        by=invoice.created_by,
    )
