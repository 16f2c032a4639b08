"""What is left to invoice of an order."""

from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Order
from backorders.queries.line_policies import line_policies
from catalog.rules.money import line_amount


@dataclass(frozen=True)
class LineToInvoice:
    """An order line with units left to invoice. Quantities in units, `unit_price` in `currency`, the order's."""

    pk: int
    sku: str
    name: str
    unit_price: Decimal
    currency: str
    ordered: Decimal
    invoiced: Decimal
    left: Decimal
    is_qty_decimal: bool

    def value_of(self, quantity: Decimal) -> Decimal:
        """Return what an invoice of `quantity` units captures: parts of a line add up to its row total."""
        after, before = (
            line_amount(self.unit_price, units, self.currency) for units in (self.invoiced + quantity, self.invoiced)
        )
        return after - before


def lines_to_invoice(order: Order) -> tuple[LineToInvoice, ...]:
    """Return the lines of `order` that have units left to invoice. A constant number of queries."""
    lines = [line for line in order.lines.order_by("pk") if line.progress().to_invoice > 0]
    policies = line_policies(order, lines)
    return tuple(
        LineToInvoice(
            pk=line.pk,
            sku=line.sku,
            name=line.name,
            unit_price=line.unit_price,
            currency=order.currency,
            ordered=line.ordered,
            invoiced=line.invoiced,
            left=line.progress().to_invoice,
            is_qty_decimal=line.product_id in policies and policies[line.product_id].is_qty_decimal,
        )
        for line in lines
    )
