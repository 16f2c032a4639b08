"""What lies at the source of a delivery, and in which deliveries products came."""

from collections.abc import Collection

from backorders.models import Delivery, ReceivedSupply
from catalog.models import SourceItem
from catalog.queries.history import name_then, staff_name
from catalog.rules.incoming_supply import SupplyCame


def items_at(source_id: int, product_ids: Collection[int]) -> dict[int, SourceItem]:
    """Return {product: its item at the source}; products that are not assigned to it are left out. One query."""
    items = SourceItem.objects.filter(source=source_id, product__in=product_ids)
    return {item.product_id: item for item in items}


def deliveries_of_products(product_ids: Collection[int], *, first: int) -> tuple[int, tuple[str, ...]]:
    """Return in how many deliveries the products came, and the numbers of the `first`, the latest first. Two queries."""
    found = Delivery.objects.filter(lines__product__in=product_ids).distinct()
    count = found.count()
    return count, tuple(delivery.number for delivery in found.order_by("-pk")[:first]) if count else ()


def came_of_supply(supply_id: int) -> tuple[SupplyCame, ...]:
    """Return what came of a supply, delivery by delivery, the first one first. One query."""
    rows = ReceivedSupply.objects.filter(supply=supply_id).select_related("line__delivery__received_by")
    named = rows.annotate(name_then=name_then("line__delivery__received_by", "line__delivery__received_at"))
    return tuple(
        SupplyCame(
            row.line.delivery_id,
            row.line.delivery.number,
            row.line.delivery.received_at,
            staff_name(row.line.delivery.received_by, then=row.name_then or ""),
            row.units,
            row.outstanding,
        )
        for row in named.order_by("pk")
    )
