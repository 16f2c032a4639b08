"""Sales > Orders: the columns that are counted, each order's units and what of them is owed now."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from backorders.models import Order, OrderLine, QueuePlace
from backorders.rules.order_status import OPEN
from catalog.models.fields import QuantityField
from catalog.rules.quantity import ZERO


def with_units(queryset: QuerySet[Order]) -> QuerySet[Any]:
    """Annotate `units`: ordered, in units."""
    none = Value(ZERO, output_field=QuantityField())
    units = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Sum("ordered"))
    rows: QuerySet[Any] = queryset.annotate(units=Coalesce(Subquery(units.values("n")), none))
    return rows


def owed_now(orders: Collection[Order]) -> dict[int, Decimal]:
    """Return {order id: units that it owes now, by the queue}; orders that owe nothing are left out. Two queries at most.

    Stocks and products are named, so that the database computes these queues only and not all of them.
    """
    waiting = [order for order in orders if order.status in OPEN]
    if not waiting:
        return {}
    ids = [order.pk for order in waiting]
    held = Coalesce("product_id", "gone_product_id", -F("pk"))
    products = OrderLine.objects.filter(order__in=ids).order_by().values_list(held)
    places = QueuePlace.objects.filter(
        stock_id__in=sorted({order.stock_id for order in waiting}),
        product_id__in=sorted({product for (product,) in products.distinct()}),
        order_id__in=ids,
        owed__gt=0,
    )
    return dict(places.order_by().values_list("order_id").annotate(units=Sum("owed")))
