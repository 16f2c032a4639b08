"""Sales > Orders: the columns that are counted, each order's units and what of them is owed now, and which orders are kept."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from backorders.models import Order, OrderLine, Payment, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.rules.order_status import OPEN, goes_on
from catalog.models import StockLevel
from catalog.models.fields import MoneyField, QuantityField
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


def owing() -> Q:
    """Return the condition of a queryset of Order that it owes units now, by the queue. Two queries.

    Levels that owe nothing have no line that waits: only the queues of the others are computed.
    """
    pairs = _owing_levels()
    products = sorted({product for _, product in pairs})
    stocks = sorted({stock for stock, _ in pairs})
    places = QueuePlace.objects.filter(owed__gt=0)
    waiting = places.filter(stock_id__in=stocks, product_id__in=products, is_gone=False).order_by()
    gone = places.filter(is_gone=True).order_by()
    return Q(pk__in=sorted({*waiting.values_list("order_id", flat=True), *gone.values_list("order_id", flat=True)}))


def shippable() -> Q:
    """Return the condition of a queryset of Order that units of it can leave now, by the queue. One query.

    Not those on hold, and of an unpaid one staff are asked. What is not counted can always leave; what a deleted product owes not.
    """
    open_now = Q(status__in=sorted(status.value for status in OPEN if goes_on(status)))
    left = OrderLine.objects.filter(HAS_OPEN, is_virtual=False, product__isnull=False)
    short = _short_lines()
    return open_now & Q(Exists(left.filter(order=OuterRef("pk")).exclude(pk__in=short)))


def _owing_levels() -> list[tuple[int, int]]:
    return list(StockLevel.objects.filter(free__lt=0).order_by().values_list("stock_id", "product_id"))


def _short_lines() -> list[int]:
    """Return the lines of which nothing is covered."""
    pairs = _owing_levels()
    if not pairs:
        return []
    places = QueuePlace.objects.filter(
        stock_id__in=sorted({stock for stock, _ in pairs}),
        product_id__in=sorted({product for _, product in pairs}),
        covered=0,
    )
    return sorted(places.order_by().values_list("line_id", flat=True))


def paid_as(state: str) -> Q:
    """Return the condition of a queryset of Order on its money: "paid" in full, "part", or "none" of it captured."""
    rows = Payment.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(sum=Sum("captured_amount"))
    captured = Coalesce(Subquery(rows.values("sum")), Value(ZERO, output_field=MoneyField()))
    match state:
        case "paid":
            return Q(GreaterThanOrEqual(captured, F("total")))
        case "none":
            return Q(LessThanOrEqual(captured, Value(ZERO, output_field=MoneyField()))) & Q(total__gt=0)
        case _:
            return Q(GreaterThan(captured, Value(ZERO, output_field=MoneyField()))) & Q(LessThan(captured, F("total")))


def paid_by(method: str) -> Q:
    """Return the condition of a queryset of Order that a payment of it goes by the method."""
    return Q(Exists(Payment.objects.filter(order=OuterRef("pk"), variant=method)))
