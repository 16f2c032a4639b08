"""An order's lines with what the ledger saw when they were placed."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from backorders.models import Order
from catalog.models import ConfigurationValue, Reservation
from catalog.models.fields import QuantityField
from catalog.queries.positions import positions
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.quantity import ZERO, clamp


@dataclass(frozen=True)
class ConfirmedLine:
    """One line of an order; `owed` is the part that was backordered when it was placed, in units.

    `notifies` says whether the shopper is told: "Allow Qty Below 0 and Notify Customer" is in force for the product;
    `is_managed` whether its stock is counted now.
    """

    pk: int
    product_id: int | None
    sku: str
    name: str
    unit_price: Decimal
    row_total: Decimal
    ordered: Decimal
    invoiced: Decimal
    shipped: Decimal
    cancelled: Decimal
    refunded: Decimal
    owed: Decimal
    notifies: bool
    is_managed: bool


def confirmed_lines(order: Order) -> tuple[ConfirmedLine, ...]:
    """Return the lines of `order` in the order they were placed. Four queries, however many lines."""
    # A line that was reopened is owed what the ledger saw then.
    keys = [
        Concat(Value(f"{event}:"), Cast(OuterRef("pk"), CharField())) for event in ("order_placed", "order_reopened")
    ]
    seen = Reservation.objects.filter(event_key__in=keys).order_by("-pk").values("free_after")[:1]
    lines = list(
        order.lines.select_related("product").annotate(
            free_after=Coalesce(Subquery(seen), Value(ZERO), output_field=QuantityField())
        )
    )
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    products = {line.product for line in lines if line.product is not None}
    found = positions(products, stock=order.stock, configuration=configuration)
    notifying = {pk for pk, position in found.items() if position.policy.backorders is BackorderMode.ALLOW_AND_NOTIFY}
    managed = {pk for pk, position in found.items() if position.policy.manage_stock}
    return tuple(
        ConfirmedLine(
            pk=line.pk,
            product_id=line.product_id,
            sku=line.sku,
            name=line.name,
            unit_price=line.unit_price,
            row_total=line.row_total,
            ordered=line.ordered,
            invoiced=line.invoiced,
            shipped=line.shipped,
            cancelled=line.cancelled,
            refunded=line.refunded,
            owed=clamp(-line.free_after, ZERO, line.ordered),
            notifies=line.product_id in notifying,
            is_managed=line.product_id in managed,
        )
        for line in lines
    )
