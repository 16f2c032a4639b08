"""The invoices of an order, as the order view shows them."""

from dataclasses import dataclass

from django.db.models import Prefetch

from backorders.models import InvoiceLine, Order
from catalog.admin.history import moment_words
from catalog.queries.history import name_then, staff_name
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class InvoiceShown:
    """One invoice. `items` are (name, SKU, quantity); `who` is empty when the shop made it for a payment."""

    number: str
    date: str
    items: tuple[tuple[str, str, str], ...]
    amount: str
    who: str


def invoices_shown(order: Order) -> tuple[InvoiceShown, ...]:
    """Return the invoices of `order`, the first one first. Two queries, however many."""
    lines = Prefetch("lines", InvoiceLine.objects.select_related("line").order_by("line"))
    return tuple(
        InvoiceShown(
            number=invoice.number,
            date=moment_words(invoice.created_at),
            items=tuple((each.line.name, each.line.sku, plain(each.quantity)) for each in invoice.lines.all()),
            amount=amount_text(invoice.amount, order.currency),
            who=staff_name(invoice.created_by, then=invoice.name_then),
        )
        for invoice in order.invoices.annotate(name_then=name_then("created_by", "created_at"))
        .select_related("created_by")
        .prefetch_related(lines)
    )
