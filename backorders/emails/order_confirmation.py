"""The order confirmation: what was ordered, and what of it is backordered."""

from dataclasses import dataclass

from backorders.emails.message import Message, rendered
from backorders.models import Order
from backorders.queries.order_lines import confirmed_lines
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class Line:
    """One line as the customer reads it; `owed` is empty unless the customer is to be told."""

    name: str
    sku: str
    quantity: str
    total: str
    owed: str


def order_confirmation(order: Order) -> Message:
    """Return the confirmation of `order`. The owed part is named for products that notify (rules.md)."""
    lines = [
        Line(
            line.name,
            line.sku,
            plain(line.ordered),
            f"{line.row_total:,.2f}",
            plain(line.owed) if line.owed and line.notifies else "",
        )
        for line in confirmed_lines(order)
    ]
    return rendered(
        "order_confirmation",
        {
            "number": order.number,
            "name": order.customer_name,
            "lines": lines,
            "any_owed": any(line.owed for line in lines),
            "currency": order.currency,
            "total": f"{order.total:,.2f}",
        },
    )
