"""The backorder desk: what is owed, by product and by order, oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat

from backorders.models import QueuePlace
from backorders.rules.order_status import OrderStatus
from catalog.models import Reservation
from catalog.models.fields import QuantityField


@dataclass(frozen=True)
class DeskFilter:
    """What the desk is narrowed to: words of a product's name or SKU, a website's id, when the order was placed at the latest.

    Empty and None mean all.
    """

    words: str = ""
    website_id: int | None = None
    placed_until: datetime | None = None


def owed_lines(narrowed: DeskFilter) -> QuerySet[QueuePlace]:
    """Return the lines that owe units, the oldest order first."""
    return _narrowed(narrowed).filter(owed__gt=0).order_by("placed_at", "line_id")


def owed_products(narrowed: DeskFilter) -> QuerySet[Any, Any]:
    """Return one row for each (stock, product) that owes units, the one that waits longest first.

    `units` are owed to `lines` order lines; `oldest` is when the first of them was placed.
    """
    named = ("stock_id", "product_id", "stock__name", "product__name", "product__sku", "on_hand", "is_gone")
    rows: QuerySet[Any, Any] = (
        _narrowed(narrowed)
        .filter(owed__gt=0)
        .order_by()
        .values(*named)
        .annotate(units=Sum("owed"), lines=Count("line_id"), oldest=Min("placed_at"))
        # What was ordered keeps its name when the product is deleted.
        .annotate(ordered_name=Min("line__name"), ordered_sku=Min("line__sku"))
        .order_by("oldest", "stock_id", "product_id")
    )
    return rows


def became_shippable(narrowed: DeskFilter) -> QuerySet[Any]:
    """Return the lines that were backordered when placed and have more units covered since, the oldest order first.

    Lines of orders on hold are left out: they cannot ship. `is_virtual`: the line is delivered, not shipped.
    """
    key = Concat(Value("order_placed:"), Cast(OuterRef("line_id"), CharField()))
    short = ExpressionWrapper(-F("free_after"), output_field=QuantityField())
    seen = Reservation.objects.filter(event_key=key).annotate(short=short).values("short")
    rows = _narrowed(narrowed).filter(covered__gt=0).exclude(order__status=OrderStatus.ON_HOLD.value)
    told = rows.annotate(short_when_placed=Subquery(seen), is_virtual=F("line__is_virtual"))
    ready: QuerySet[Any] = told.filter(short_when_placed__gt=F("owed"))
    return ready.order_by("placed_at", "line_id")


def _narrowed(narrowed: DeskFilter) -> QuerySet[QueuePlace]:
    rows = QueuePlace.objects.all()
    if narrowed.website_id is not None:
        rows = rows.filter(order__website=narrowed.website_id)
    if narrowed.placed_until is not None:
        rows = rows.filter(placed_at__lte=narrowed.placed_until)
    for word in narrowed.words.split():
        ordered = Q(is_gone=True) & (Q(line__sku__icontains=word) | Q(line__name__icontains=word))
        rows = rows.filter(Q(product__sku__icontains=word) | Q(product__name__icontains=word) | ordered)
    return rows
