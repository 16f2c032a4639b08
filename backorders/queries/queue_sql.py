"""The SQL twin of `rules.queue`, as a question about some orders' lines."""

from collections.abc import Iterable

from backorders.models import Order, OrderLine, QueuePlace
from backorders.queries.order_lines import ConfirmedLine


def places(order: Order, lines: Iterable[OrderLine | ConfirmedLine]) -> dict[int, QueuePlace]:
    """Return {line id: its place} for those of the open `lines` of `order` that have one. One query, however many lines.

    Stock and products are named, so that the database computes these queues only and not all of them.
    """
    by_id = {line.pk: line for line in lines}
    products = {line.held_product_id for line in by_id.values()}
    found = QueuePlace.objects.filter(stock_id=order.stock_id, product_id__in=sorted(products), line_id__in=list(by_id))
    return {place.line_id: place for place in found.order_by("line_id")}
