"""Sales > Orders: the columns that are counted, each order's units and what of them is owed now, and which orders are kept."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from backorders.models import Order, OrderLine, Payment, QueuePlace
from backorders.queries.leaving_orders import leaving_orders
from backorders.queries.payment import unconfirmed_refunds
from backorders.queries.queue import owed_places
from backorders.rules.order_status import OPEN
from catalog.models.fields import QuantityField
from catalog.rules.money import NOTHING
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
    """Return the condition of a queryset of Order that it owes units now, by the queue."""
    return Q(pk__in=owed_places().order_by().values("order"))


def shippable() -> Q:
    """Return the condition of a queryset of Order that units of it can leave now, paid or not. Two queries.

    What is ready to ship is paid for besides (`ready_to_ship.ready_orders`); of what is not, staff are asked when they ship it.
    """
    return leaving_orders()


def paid_as(state: str) -> Q:
    """Return the condition of a queryset of Order on its money: "paid" in full, "part", or "none" of it captured."""
    money = Payment.objects.filter(captured_amount__gt=0).order_by()
    if state == "none":
        return Q(total__gt=0) & ~Q(Exists(money.filter(order=OuterRef("pk"))))
    if state == "paid":
        # Looked up for the row at hand: a page and its count end long before all of them are added up.
        return Q(GreaterThanOrEqual(_captured(OuterRef("pk")), F("total")))
    # Few payments are less than their order's total: only theirs are added up.
    less = money.filter(captured_amount__lt=F("order__total")).annotate(captured=_captured(OuterRef("order")))
    return Q(pk__in=less.filter(captured__lt=F("order__total")).values("order"))


def _captured(order: OuterRef) -> Coalesce:
    captured = Payment.objects.filter(order=order).order_by().values("order").annotate(sum=Sum("captured_amount"))
    return Coalesce(Subquery(captured.values("sum")), NOTHING)


def refund_unconfirmed(*, now: datetime) -> Q:
    """Return the condition of a queryset of Order that nobody knows whether a refund of it has gone, or that it was refused."""
    return Q(pk__in=unconfirmed_refunds(now=now).order_by().values("payment__order"))


def paid_by(method: str) -> Q:
    """Return the condition of a queryset of Order that a payment of it goes by the method."""
    return Q(Exists(Payment.objects.filter(order=OuterRef("pk"), variant=method)))
