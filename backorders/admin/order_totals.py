"""Order Totals: what the order costs, what was paid and refunded, and what is due."""

from backorders.models import Order
from backorders.queries.money_due import due_and_money
from catalog.rules.money import amount_text


def order_totals(order: Order) -> tuple[tuple[str, str], ...]:
    """Return (label, amount) pairs, Grand Total first. Due is what is not invoiced yet. Three queries."""
    asked = due_and_money(order)
    amounts = (
        ("Grand Total", order.total),
        ("Total Paid", asked.money.captured),
        ("Total Refunded", asked.money.given_back),
        ("Total Due", asked.due),
    )
    return tuple((label, amount_text(amount, order.currency)) for label, amount in amounts)
