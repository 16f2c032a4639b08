"""What an order's quantities were when a page was made."""

from hashlib import sha256

from backorders.models import Order


def order_mark(order: Order) -> str:
    """Return a mark that differs when the order's status or any quantity of its lines does. One query."""
    quantities = order.lines.order_by("pk").values_list(
        "pk", "unit_price", "ordered", "invoiced", "shipped", "cancelled", "refunded", "released"
    )
    return sha256(repr((order.status, list(quantities))).encode()).hexdigest()[:32]
