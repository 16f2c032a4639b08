"""Note what is paid for, and deliver of it what is virtual."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User

from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import end_reservations
from backorders.actions.steps.virtual_units import deliver_virtual
from backorders.models import EventKind, Invoice, InvoiceLine, OrderEvent, OrderLine
from backorders.queries.locks import LockedOrder
from backorders.words.order import LONGEST_EVENT, units_in_words
from catalog.models.reservation import EventType
from catalog.queries.prepared import listed, note_stored, prepared_row, values_of, written_columns
from catalog.rules.money import NOTHING, amount_text
from catalog.rules.quantity import ZERO, plain


def record_invoice(
    order: LockedOrder,
    units: Mapping[OrderLine, Decimal],
    *,
    lines: Sequence[OrderLine],
    by: User | None,
    now: datetime,
    key: str | None = None,
    told: Sequence[OrderEvent] = (),
) -> Invoice:
    """Note that `units` are paid for, and deliver the virtual ones. Call inside the transaction that holds the order's lock.

    `lines` are all lines of the order as they are under it, those of `units` among them. The last statement is the ledger's.
    Without a `key` the units invoiced so far name the invoice. `told` are events that led to it, which are written with its own.
    """
    paid = {line: quantity for line, quantity in units.items() if quantity > 0}
    value = invoice_value(paid)
    for line, quantity in paid.items():
        line.invoiced += quantity
    # The total that is invoiced only grows, so that no two invoices of an order share the key.
    invoiced = sum((line.invoiced for line in lines), ZERO)
    event = f"{order.pk}:{plain(invoiced)}"
    invoice = Invoice(order=order, key=key or event, amount=value, created_at=now, created_by=by)
    _write(invoice, paid)
    delivered = deliver_virtual(order, paid, key=f"invoice:{event}", now=now)
    OrderLine.objects.bulk_update(paid, ("invoiced", "shipped"))
    settle_status(order, lines=lines, by=by, now=now)
    OrderEvent.objects.bulk_create([*told, _event(invoice, paid, delivered)])
    end_reservations(order, delivered, event=EventType.INVOICE_CREATED, key=event)
    return invoice


def invoice_value(units: Mapping[OrderLine, Decimal]) -> Decimal:
    """Return the price of `units` before they are invoiced. Parts of a line add up to its row total, to the cent."""
    parts = (line.value_between(line.invoiced, line.invoiced + units[line]) for line in units)
    return sum(parts, NOTHING)


_INVOICE = written_columns(Invoice)
_LINE = written_columns(InvoiceLine, "invoice_id")
_WRITE = f"""
    WITH invoice AS (
        INSERT INTO backorders_invoice ({listed(_INVOICE)})
        SELECT {listed(_INVOICE)} FROM json_populate_record(NULL::backorders_invoice, %(invoice)s)
        RETURNING id
    ), line AS (
        INSERT INTO backorders_invoiceline (invoice_id, {listed(_LINE)})
        SELECT invoice.id, {listed(_LINE, "given.")}
        FROM invoice, json_populate_recordset(NULL::backorders_invoiceline, %(lines)s) AS given
    )
    SELECT id FROM invoice
"""  # noqa: S608  columns of our own


def _write(invoice: Invoice, units: Mapping[OrderLine, Decimal]) -> None:
    """Write the invoice and its lines in one statement; it knows its number afterwards."""
    lines = [InvoiceLine(line=line, quantity=quantity) for line, quantity in units.items()]
    values = {"invoice": values_of(invoice, _INVOICE), "lines": [values_of(line, _LINE) for line in lines]}
    (invoice.pk,) = prepared_row(_WRITE, {name: json.dumps(value, default=str) for name, value in values.items()}) or ()
    note_stored(invoice)


def _event(invoice: Invoice, paid: Mapping[OrderLine, Decimal], delivered: Mapping[OrderLine, Decimal]) -> OrderEvent:
    invoiced = units_in_words([(line.sku, quantity) for line, quantity in paid.items()])
    left = units_in_words([(line.sku, quantity) for line, quantity in delivered.items() if quantity])
    text = f"Invoiced {invoiced}: {amount_text(invoice.amount, invoice.order.currency)}."
    return OrderEvent(
        order=invoice.order,
        kind=EventKind.INVOICED,
        # Two lists of SKUs of the greatest length: the amount stands in the invoice.
        text=(f"{text} Delivered {left}." if left else text)[:LONGEST_EVENT],
        at=invoice.created_at,
        by=invoice.created_by,
    )
