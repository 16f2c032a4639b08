"""Order Totals: what the order costs, what was paid and refunded, and what is due."""

from decimal import Decimal

from backorders.models import Order
from backorders.queries.paid_and_refunded import paid_and_refunded
from catalog.rules.money_text import amount_text

NOTHING = Decimal("0.00")


def order_totals(order: Order) -> tuple[tuple[str, str], ...]:
    """Return (label, amount) pairs, Grand Total first. Due is what is not invoiced yet. Three queries, however many lines."""
    money = paid_and_refunded(order)
    due = sum(
        (line.value_between(line.invoiced, line.invoiced + line.progress().to_invoice) for line in order.lines.all()),
        NOTHING,
    )
    amounts = (
        ("Grand Total", order.total),
        ("Total Paid", money.paid),
        ("Total Refunded", money.refunded),
        ("Total Due", due),
    )
    return tuple((label, amount_text(amount, order.currency)) for label, amount in amounts)
