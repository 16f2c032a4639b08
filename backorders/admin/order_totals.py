"""Order Totals: what the order costs, what was paid and refunded, and what is due."""

from backorders.models import Order
from backorders.queries.money_due import money_due
from backorders.queries.paid_and_refunded import paid_and_refunded
from catalog.rules.money_text import amount_text


def order_totals(order: Order) -> tuple[tuple[str, str], ...]:
    """Return (label, amount) pairs, Grand Total first. Due is what is not invoiced yet. A constant number of queries."""
    money = paid_and_refunded(order)
    amounts = (
        ("Grand Total", order.total),
        ("Total Paid", money.paid),
        ("Total Refunded", money.refunded),
        ("Total Due", money_due(order)),
    )
    return tuple((label, amount_text(amount, order.currency)) for label, amount in amounts)
