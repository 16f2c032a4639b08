"""What is left to ship of an order, and what of it can ship now."""

from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Order
from backorders.queries.line_policies import line_policies
from backorders.queries.queue_sql import places
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class ShippableLine:
    """An order line of goods with units left to ship; covered + owed = open. In units.

    `is_managed` says whether its stock is counted now: what is not counted is taken from no shelf and can always ship. Of a
    product that was deleted nothing can: `is_gone`.
    `sku` is what stands on the shelf today, `ordered_as` the SKU of the day of the order when it was renamed since.
    """

    pk: int
    product_id: int | None
    sku: str
    name: str
    ordered: Decimal
    shipped: Decimal
    open: Decimal
    covered: Decimal
    is_managed: bool
    is_qty_decimal: bool
    ordered_as: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the product was deleted: its units lie on no shelf."""
        return self.product_id is None

    @property
    def owed(self) -> Decimal:
        """Units that are not on the shelf yet, or are for orders ahead of this one."""
        return self.open - self.covered


def shippable_lines(order: Order) -> tuple[ShippableLine, ...]:
    """Return the lines of `order` that are not virtual and have units left to ship. A constant number of queries."""
    goods = order.lines.filter(is_virtual=False).select_related("product").defer("product__description").order_by("pk")
    lines = [line for line in goods if line.open > 0]
    policies = line_policies(order, lines)
    queue = places(order, lines)
    found = []
    for line in lines:
        policy = None if line.product_id is None else policies.get(line.product_id)
        # A deleted product lies on no shelf: treated as managed, it ships only what is counted, which is nothing.
        is_managed = policy is None or policy.manage_stock
        # A line without reservations has no place in the queue: only the shelf limits it.
        covered = queue[line.pk].covered if line.pk in queue else line.open
        found.append(
            ShippableLine(
                pk=line.pk,
                product_id=line.product_id,
                sku=line.product.sku if line.product else line.sku,
                ordered_as=line.sku if line.product and line.product.sku != line.sku else "",
                name=line.name,
                ordered=line.ordered,
                shipped=line.shipped,
                open=line.open,
                covered=ZERO if line.is_gone else covered,
                is_managed=is_managed,
                is_qty_decimal=policy is not None and policy.is_qty_decimal,
            )
        )
    return tuple(found)
