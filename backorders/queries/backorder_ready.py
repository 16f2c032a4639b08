"""Whose units on backorder have all come, and who has not been told."""

from collections import defaultdict
from collections.abc import Collection
from itertools import batched

from django.db.models import Exists, OuterRef, QuerySet

from backorders.models import Notification, Order, OrderLine, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.rules.backorder_ready import WaitingLine, have_come
from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import ZERO

READY = "backorder_ready:"
AT_ONCE = 2_000


def orders_that_came(*, order: Order | None = None) -> tuple[int, ...]:
    """Return the ids of the orders, or of `order` alone, whose shoppers are to be told. Three queries for every 2,000 orders.

    Of orders in process that were confirmed: who is on hold hears that his order goes on.
    """
    asked = _waited().filter(**({} if order is None else {"pk": order.pk})).order_by("pk").values_list("pk", flat=True)
    return tuple(pk for some in batched(asked.iterator(chunk_size=AT_ONCE), AT_ONCE) for pk in _come(some))


def _waited() -> QuerySet[Order]:
    notes = Notification.objects.filter(order=OuterRef("pk"))
    goods = OrderLine.objects.filter(HAS_OPEN, order=OuterRef("pk"), owed_when_placed__gt=0, is_virtual=False)
    return Order.objects.filter(
        Exists(goods),
        Exists(notes.filter(key__startswith="order_confirmation:")),
        ~Exists(notes.filter(key__startswith=READY)),
        status=OrderStatus.PROCESSING.value,
    )


def _come(orders: Collection[int]) -> list[int]:
    rows = list(OrderLine.objects.filter(HAS_OPEN, order__in=orders, is_virtual=False))
    # By product: any other filter of the view reads every open line.
    products = sorted({row.product_id for row in rows if row.product_id is not None})
    places = QueuePlace.objects.filter(product__in=products, order__in=orders, owed__gt=0)
    owed = dict(places.order_by().values_list("line", "owed"))
    lines = defaultdict(list)
    for row in rows:
        # Of a deleted product all that is left is owed.
        left = row.open if row.product_id is None else owed.get(row.pk, ZERO)
        lines[row.order_id].append(WaitingLine(row.owed_when_placed, row.open, left, row.progress().to_invoice))
    return [pk for pk in orders if have_come(lines[pk])]
