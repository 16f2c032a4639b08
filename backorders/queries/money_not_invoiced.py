"""What of an order's money no invoice has counted."""

from decimal import Decimal

from backorders.models import Order
from backorders.queries.order_money import order_money


def money_not_invoiced(order: Order) -> Decimal:
    """Return what the order keeps beyond its invoices less its refunds: zero when all money is accounted for. Three queries.

    Money that went back outside the shop, and that nobody has credited yet, counts as kept: it is not asked for again.
    """
    parts = (line.value_between(line.refunded, line.invoiced) for line in order.lines.all())
    money = order_money(order)
    return money.kept + money.uncredited - sum(parts, Decimal("0.00"))
