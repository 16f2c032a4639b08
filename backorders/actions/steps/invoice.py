"""Note what is paid for, and deliver of it what is virtual."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User

from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import end_reservations
from backorders.actions.steps.virtual_units import deliver_virtual
from backorders.models import EventKind, Invoice, InvoiceLine, OrderEvent, OrderLine
from backorders.queries.locks import LockedOrder
from backorders.words.order import units_in_words
from catalog.models.reservation import EventType
from catalog.rules.money import NOTHING, amount_text
from catalog.rules.quantity import ZERO, plain

LONGEST_TEXT = 1000


def record_invoice(
    order: LockedOrder,
    units: Mapping[OrderLine, Decimal],
    *,
    lines: Sequence[OrderLine],
    by: User | None,
    now: datetime,
    key: str | None = None,
) -> Invoice:
    """Note that `units` are paid for, and deliver the virtual ones. Call inside the transaction that holds the order's lock.

    `lines` are all lines of the order as they are under it, those of `units` among them. The last statement is the ledger's.
    Without a `key` the units invoiced so far name the invoice.
    """
    paid = {line: quantity for line, quantity in units.items() if quantity > 0}
    value = invoice_value(paid)
    for line, quantity in paid.items():
        line.invoiced += quantity
    # The total that is invoiced only grows, so that no two invoices of an order share the key.
    invoiced = sum((line.invoiced for line in lines), ZERO)
    event = f"{order.pk}:{plain(invoiced)}"
    invoice = Invoice.objects.create(order=order, key=key or event, amount=value, created_at=now, created_by=by)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, line=line, quantity=quantity) for line, quantity in paid.items()
    )
    delivered = deliver_virtual(order, paid, key=f"invoice:{event}", now=now)
    OrderLine.objects.bulk_update(paid, ("invoiced", "shipped"))
    settle_status(order, lines=lines, by=by, now=now)
    _note(invoice, paid, delivered)
    end_reservations(order, delivered, event=EventType.INVOICE_CREATED, key=event)
    return invoice


def invoice_value(units: Mapping[OrderLine, Decimal]) -> Decimal:
    """Return the price of `units` before they are invoiced. Parts of a line add up to its row total, to the cent."""
    parts = (line.value_between(line.invoiced, line.invoiced + units[line]) for line in units)
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
