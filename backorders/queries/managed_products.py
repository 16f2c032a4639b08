"""Which products of an order have their stock managed now."""

from backorders.models import Order, OrderLine
from backorders.queries.line_policies import line_policies


def managed_products(order: Order, lines: list[OrderLine]) -> frozenset[int]:
    """Return the ids of the lines' products whose stock is managed now: only those are deducted and put back."""
    return frozenset(pk for pk, policy in line_policies(order, lines).items() if policy.manage_stock)
