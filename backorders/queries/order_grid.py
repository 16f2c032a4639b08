"""Sales > Orders: the columns that are counted, and what an order offers to do.

The orders grid: each order with its units and what of them is owed now.
What can still be done with an order: are there goods to ship, is there something to invoice by hand?
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from payments import PaymentStatus

from backorders.models import Order, OrderLine, Payment, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.rules.order_status import OPEN
from backorders.rules.payment import UNANSWERED, PaymentMethod
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


@dataclass(frozen=True)
class OrderOffers:
    """`ships`: goods are left to ship, covered or owed. `invoices`: units are left to invoice, and they are or may be paid by hand.

    `delivers`: virtual units that are paid for are left to deliver. `elsewhere`: units of a deleted product are left, which no
    source can give.
    """

    ships: bool
    invoices: bool
    delivers: bool
    elsewhere: bool


def order_offers(order: Order) -> OrderOffers:
    """Return what `order` leaves to do, whatever its status. One query."""
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    by_hand = Payment.objects.filter(
        Q(variant=PaymentMethod.CHECK_MONEY_ORDER)
        | Q(status__in=UNANSWERED)
        | Q(status=PaymentStatus.CONFIRMED, captured_amount__lt=F("total")),
        order=OuterRef("pk"),
    )
    ships, delivers, elsewhere, invoices, pays = (
        Order.objects.filter(pk=order.pk)
        .values_list(
            Exists(lines.filter(HAS_OPEN, is_virtual=False, product__isnull=False)),
            Exists(
                lines.filter(
                    HAS_OPEN, is_virtual=True, product__isnull=False, invoiced__gt=F("shipped") + F("released")
                )
            ),
            Exists(lines.filter(HAS_OPEN, product=None)),
            Exists(lines.filter(ordered__gt=F("invoiced") + F("canceled"))),
            # Whatever is left to pay: units that are free are invoiced all the same. A card that was not charged is paid by hand.
            Exists(by_hand),
        )
        .get()
    )
    return OrderOffers(ships=ships, invoices=invoices and pays, delivers=delivers, elsewhere=elsewhere)
