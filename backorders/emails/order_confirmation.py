"""The order confirmation: what was ordered, what of it is backordered, and how it is paid."""

from dataclasses import dataclass

from backorders.emails.message import Message
from backorders.emails.order_message import order_message
from backorders.models import Order
from backorders.queries.how_to_pay import how_to_pay
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.postal_lines import postal_lines
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
    """Return the confirmation of `order`. The owed part is named for products that notify (rules.md).

    How to pay is said until everything is invoiced: a confirmation that is sent again asks nobody to pay twice.
    """
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
    return order_message(
        "order_confirmation",
        order,
        lines=lines,
        any_owed=any(line.owed for line in lines),
        currency=order.currency,
        total=f"{order.total:,.2f}",
        how_to_pay=how_to_pay() if order.is_offline and _is_due(order) else None,
        address=postal_lines(order),
    )


def _is_due(order: Order) -> bool:
    return any(line.progress().to_invoice for line in order.lines.all())
