"""What a credit memo would do with each line of an order, under the order's configuration and the queue as it stands."""

from collections.abc import Mapping

from backorders.models import Order, OrderLine
from backorders.queries.queue_sql import places
from backorders.rules.refund_plan import RefundPlan, refund_plan
from backorders.rules.refunded import Refunded
from catalog.models import ConfigurationValue
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO


def refund_plans(order: Order, wanted: Mapping[OrderLine, Refunded]) -> dict[OrderLine, RefundPlan]:
    """Return {line: its plan}. Two queries. Nothing is written off where orders do not decrease stock: there is nothing to tick.

    Who acts on it holds `lock_refunded`, so that nobody ships or counts what it says is covered.
    """
    decreases = ConfigurationValue.objects.in_force(website=order.website).flag(declared.CAN_SUBTRACT)
    queue = places(order, wanted)
    return {
        line: refund_plan(
            part.quantity,
            line.progress(),
            return_to_stock=part.return_to_stock,
            covered=queue[line.pk].covered if decreases and line.pk in queue else ZERO,
        )
        for line, part in wanted.items()
    }
