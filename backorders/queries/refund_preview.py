"""What a credit memo would do, before it does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Order, OrderLine
from backorders.queries.refund_plans import refund_plans
from backorders.queries.refund_shelves import refund_shelves
from backorders.rules.refund_effect import RefundedPart, refund_effect
from backorders.rules.refund_moves import LineMoves, RefundedLine, Shelf, refund_moves
from backorders.rules.refund_plan import RefundPlan
from backorders.rules.refunded import Refunded
from catalog.models import ConfigurationValue, Product
from catalog.queries.salable import positions
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level, salable_quantity
from catalog.rules.stock_policy import StockPolicy


@dataclass(frozen=True)
class ProductEffect:
    """One product whose stock is managed, in the order's stock: its level now and after the memo."""

    product_id: int
    sku: str
    before: Level
    after: Level
    policy: StockPolicy
    is_enabled: bool

    @property
    def salable_before(self) -> Decimal:
        """The salable quantity as displayed now."""
        return salable_quantity(self.before, self.policy, is_enabled=self.is_enabled)

    @property
    def salable_after(self) -> Decimal:
        """The salable quantity as it will be displayed."""
        return salable_quantity(self.after, self.policy, is_enabled=self.is_enabled)


@dataclass(frozen=True)
class RefundPreview:
    """`plans` and `moves` are by line id; a line without moves has no stock that is managed now (or no product any more)."""

    plans: Mapping[int, RefundPlan]
    moves: Mapping[int, LineMoves]
    shelves: Mapping[tuple[int, int], Shelf]
    effects: tuple[ProductEffect, ...]
    set_in_stock: bool


def refund_preview(order: Order, wanted: Mapping[OrderLine, Refunded]) -> RefundPreview:
    """Return what refunding `wanted` would do now, by the rules that `refund_order` acts on. Nine queries."""
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    products = Product.objects.in_bulk([line.product_id for line in wanted if line.product_id is not None])
    found = positions(products.values(), stock=order.stock, configuration=configuration)
    managed = {pk for pk, position in found.items() if position.policy.manage_stock}
    plans = refund_plans(order, wanted)
    counted = [line for line in wanted if line.product_id in managed]
    shelves = refund_shelves(order, counted)
    moves = refund_moves(
        [RefundedLine(line.pk, line.product_id or 0, plans[line], shelves.out.get(line.pk, ())) for line in counted],
        shelves.shelves,
    )
    set_in_stock = configuration.flag(declared.CAN_BACK_IN_STOCK)
    effects = []
    for pk in dict.fromkeys(line.product_id for line in counted if line.product_id is not None):
        parts = [
            RefundedPart(plans[line].released if line.is_reserved else ZERO, moves[line.pk])
            for line in counted
            if line.product_id == pk
        ]
        after = refund_effect(found[pk].level, parts, shelves.of(pk), set_in_stock=set_in_stock)
        product = products[pk]
        effects.append(
            ProductEffect(pk, product.sku, found[pk].level, after, found[pk].policy, is_enabled=product.is_enabled)
        )
    return RefundPreview(
        plans={line.pk: plan for line, plan in plans.items()},
        moves=moves,
        shelves={(shelf.source_id, shelf.product_id): shelf for shelf in shelves.shelves},
        effects=tuple(effects),
        set_in_stock=set_in_stock,
    )
