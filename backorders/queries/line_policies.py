"""The stock policies that hold now for an order's products."""

from collections.abc import Iterable

from backorders.models import Order, OrderLine
from catalog.models import ConfigurationValue, Product
from catalog.queries.salable import positions
from catalog.rules.stock_policy import StockPolicy


def line_policies(order: Order, lines: Iterable[OrderLine]) -> dict[int, StockPolicy]:
    """Return {product id: the policy in force on the order's website}; products that were deleted are missing."""
    products = Product.objects.filter(pk__in=[line.product_id for line in lines if line.product_id is not None])
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    found = positions(products, stock=order.stock, configuration=configuration)
    return {pk: position.policy for pk, position in found.items()}
