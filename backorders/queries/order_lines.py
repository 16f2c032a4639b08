"""An order's lines with what was told of them when they were placed."""

from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Order
from catalog.models import ConfigurationValue
from catalog.queries.salable import positions
from catalog.rules.quantity import ZERO
from catalog.rules.stock_policy import BackorderMode


@dataclass(frozen=True)
class ConfirmedLine:
    """One line of an order; `owed` is the part that was backordered when it was placed, in units.

    `notifies` says whether the shopper is told the number: "Allow Qty Below 0 and Notify Customer" was in force for the product
    when it was ordered, or is now. `was_notified`: then. `is_managed`: whether its stock is counted now. `open` is
    neither shipped nor given up. `held_product_id` is the product's number, deleted or not; `sku` that of
    the day, `current_sku` what it is called now.
    """

    pk: int
    product_id: int | None
    held_product_id: int
    current_sku: str
    sku: str
    name: str
    unit_price: Decimal
    row_total: Decimal
    ordered: Decimal
    invoiced: Decimal
    shipped: Decimal
    cancelled: Decimal
    refunded: Decimal
    open: Decimal
    owed: Decimal
    was_notified: bool
    notifies: bool
    is_managed: bool

    @property
    def is_gone(self) -> bool:
        """Whether the product was deleted."""
        return self.product_id is None

    @property
    def refunded_apart(self) -> Decimal:
        """Units refunded and not canceled: who canceled what was paid for reads that it was canceled, and no second word."""
        return self.refunded - max(self.invoiced + self.cancelled - self.ordered, ZERO)


def confirmed_lines(order: Order) -> tuple[ConfirmedLine, ...]:
    """Return the lines of `order` in the order they were placed. Four queries, however many lines."""
    lines = list(order.lines.select_related("product"))
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    products = {line.product for line in lines if line.product is not None}
    found = positions(products, stock=order.stock, configuration=configuration)
    notifying = {pk for pk, position in found.items() if position.policy.backorders is BackorderMode.ALLOW_AND_NOTIFY}
    managed = {pk for pk, position in found.items() if position.policy.manage_stock}
    return tuple(
        ConfirmedLine(
            pk=line.pk,
            product_id=line.product_id,
            held_product_id=line.held_product_id,
            current_sku=line.product.sku if line.product else line.sku,
            sku=line.sku,
            name=line.name,
            unit_price=line.unit_price,
            row_total=line.row_total,
            ordered=line.ordered,
            invoiced=line.invoiced,
            shipped=line.shipped,
            cancelled=line.cancelled,
            refunded=line.refunded,
            open=line.open,
            owed=line.owed_when_placed,
            was_notified=line.was_notified,
            notifies=line.was_notified or line.product_id in notifying,
            is_managed=line.product_id in managed,
        )
        for line in lines
    )
