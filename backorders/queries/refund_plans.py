"""What a credit memo would do with each line of an order, under the order's configuration."""

from collections.abc import Mapping

from backorders.models import Order, OrderLine
from backorders.rules.refund_plan import RefundPlan, refund_plan
from backorders.rules.refunded import Refunded
from catalog.models import ConfigurationValue
from catalog.rules import configuration as declared


def refund_plans(order: Order, wanted: Mapping[OrderLine, Refunded]) -> dict[OrderLine, RefundPlan]:
    """Return {line: its plan}. One query. Nothing is written off where orders do not decrease stock: there is nothing to tick."""
    decreases = ConfigurationValue.objects.in_force(website=order.website).flag(declared.CAN_SUBTRACT)
    return {
        line: refund_plan(
            part.quantity,
            line.progress(),
            return_to_stock=part.return_to_stock,
            is_set_aside=decreases and line.is_reserved,
        )
        for line, part in wanted.items()
    }
