"""Move an order line to the front of its queue, with a reason that is kept."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min

from backorders.models import OrderLine, QueueMove, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.queries.locks import locked_order
from catalog.queries.locks.product import locked_items
from catalog.rules.text import one_line, typed_problem
from catalog.words.refusal import Refused

LONGEST_REASON = 200


class CannotMove(Refused):
    """The line stays where it is and nothing was written."""


@transaction.atomic
def move_to_front(*, line: OrderLine, reason: str, by: User | None, now: datetime) -> QueueMove:
    """Serve `line` before every other open line of its product, in its stock and those that share sources; keep `reason`.

    Shelf and ledger are not touched: who is covered is computed from the order of the lines. Raises `CannotMove` without a
    reason, when nothing of the line waits, and when it is first already.
    """
    # A null character cannot be written.
    said = one_line(reason.replace("\0", ""))
    if not said:
        raise CannotMove("Please enter a reason: the orders behind it may ask.")
    if problem := typed_problem(said, longest=None, is_line=True):
        raise CannotMove(f"The reason cannot be kept: {problem}")
    if len(said) > LONGEST_REASON:
        raise CannotMove(f"Please enter a reason of at most {LONGEST_REASON} characters.")
    order = locked_order(line.order_id)
    current = order.lines.get(pk=line.pk)
    # The lock of who ships: two moves, or a move and a shipment, wait for each other.
    product_id = current.held_product_id
    locked_items([product_id])
    current.refresh_from_db(fields=("product", "gone_product_id"))
    if current.is_gone:
        raise CannotMove(f"{current.sku}: the product was deleted, and no stock will arrive for it.")
    place = QueuePlace.objects.filter(stock_id=order.stock_id, product_id=product_id, line=current).first()
    if place is None:
        raise CannotMove(f"{current.sku}: nothing of it waits in this order.")
    if place.position == 1:
        raise CannotMove(f"{current.sku}: this order is the first in the queue already.")
    # Of the product in any stock: those that share sources have one queue.
    waiting = OrderLine.objects.filter(HAS_OPEN, product=product_id, is_reserved=True)
    current.queue_priority = waiting.aggregate(lowest=Min("queue_priority"))["lowest"] - 1
    current.save(update_fields=("queue_priority",))
    return QueueMove.objects.create(line=current, reason=said, moved_at=now, moved_by=by)
