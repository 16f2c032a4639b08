"""What a credit memo locks, in the order of everybody, before it asks what it may do."""

from collections.abc import Mapping

from backorders.models import Order, OrderLine
from backorders.queries.lock_assignments import lock_assignments
from backorders.queries.refund_shelves import refund_shelves
from backorders.rules.refunded import Refunded
from catalog.queries.locks import locked_items


def lock_refunded(order: Order, wanted: Mapping[OrderLine, Refunded]) -> None:
    """Lock the payments and the source items that a refund of `wanted` may touch. The order's row is locked before."""
    list(order.payments.select_for_update(of=("self",)).order_by("pk"))
    products = {line.product_id for line in wanted if line.product_id is not None}
    if any(part.return_to_stock for part in wanted.values()):
        gone = [shelf for shelf in refund_shelves(order, wanted).shelves if not shelf.is_assigned]
        if gone:
            lock_assignments(
                product_ids={shelf.product_id for shelf in gone}, source_ids={shelf.source_id for shelf in gone}
            )
    locked_items(products)
