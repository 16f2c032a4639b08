"""The locks on orders, in one order for everybody: the order, then its payments, then (by the ledger's trigger) stock levels."""

from backorders.models import Order


def locked_order(pk: int) -> Order:
    """Return the order, locked until the transaction ends. Raises `Order.DoesNotExist`."""
    return Order.objects.select_for_update(of=("self",)).get(pk=pk)
