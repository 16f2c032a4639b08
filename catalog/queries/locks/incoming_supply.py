"""The locks of who receives, changes or closes incoming supply."""

from collections.abc import Collection

from catalog.models import IncomingSupply
from catalog.queries.incoming_supply import outstanding


def locked_outstanding(*, product_ids: Collection[int], source_id: int) -> list[IncomingSupply]:
    """Lock what is outstanding of products at a source until the commit; take it after their source items. One query."""
    rows = outstanding().select_for_update(no_key=True).filter(product__in=product_ids, source=source_id)
    return list(rows.order_by("product_id", "pk"))


def locked_supplies(supply_ids: Collection[int]) -> list[IncomingSupply]:
    """Lock what is outstanding of these supplies, product by product as deliveries do. One query."""
    rows = outstanding().select_for_update(no_key=True, of=("self",)).filter(pk__in=supply_ids)
    return list(rows.select_related("product").order_by("product_id", "pk"))
