"""Which products of an order have their stock managed now."""

from backorders.models import Order, OrderLine
from catalog.models import ConfigurationValue, Product
from catalog.queries.positions import positions


def managed_products(order: Order, lines: list[OrderLine]) -> frozenset[int]:
    """Return the ids of the lines' products whose stock is managed now: only those are deducted and put back."""
    products = Product.objects.filter(pk__in=[line.product_id for line in lines if line.product_id is not None])
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    found = positions(products, stock=order.stock, configuration=configuration)
    return frozenset(pk for pk, position in found.items() if position.policy.manage_stock)
