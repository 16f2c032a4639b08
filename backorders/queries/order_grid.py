"""The orders grid: each order with its units and what of them was backordered."""

from typing import Any

from django.db.models import Expression, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from backorders.models import Order, OrderLine
from catalog.models import Reservation
from catalog.models.fields import QuantityField
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO


def with_units(queryset: QuerySet[Order]) -> QuerySet[Any]:
    """Annotate `units` (ordered) and `backordered` (the owed part when placed, as the ledger saw it), both in units.

    Two correlated subqueries, not two joins: the lines and the ledger rows of an order would multiply each other.
    """
    none = Value(ZERO, output_field=QuantityField())
    units = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Sum("ordered"))
    owed = Least(Greatest(_negated("free_after"), none), _negated("quantity"))
    placed = Reservation.objects.filter(order_number=OuterRef("number"), event_type=EventType.ORDER_PLACED)
    backordered = placed.order_by().values("order_number").annotate(n=Sum(owed))
    rows: QuerySet[Any] = queryset.annotate(
        units=Coalesce(Subquery(units.values("n")), none),
        backordered=Coalesce(Subquery(backordered.values("n")), none),
    )
    return rows


def _negated(column: str) -> Expression:
    return ExpressionWrapper(-F(column), output_field=QuantityField())
