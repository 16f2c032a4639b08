"""A new order, told to staff: who bought what, and how much of it is on backorder."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from backorders.emails.message import Message, rendered
from backorders.models import Order
from backorders.models.shop_address import shop_address
from backorders.queries.order_lines import confirmed_lines
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class CopiedLine:
    """One line, in units as text; `owed` is the part that was on backorder when it was placed, empty when none was."""

    name: str
    sku: str
    ordered: str
    owed: str
    total: str


def order_copy(order: Order) -> Message:
    """Return the message. It leads to the order in the admin, never to the shopper's page: who has that address may cancel."""
    found = confirmed_lines(order)
    owed = sum((line.owed for line in found), Decimal(0))
    return rendered(
        "order_copy",
        {
            "number": order.number,
            "shop": order.website.name,
            "customer": order.customer_name or order.email,
            "lines": tuple(
                CopiedLine(
                    line.name,
                    line.sku,
                    plain(line.ordered),
                    plain(line.owed) if line.owed else "",
                    amount_text(line.row_total, order.currency),
                )
                for line in found
            ),
            "owed": plain(owed) if owed else "",
            "total": amount_text(order.total, order.currency),
            "url": shop_address(order, reverse("admin:backorders_order_change", args=[order.pk])),
        },
    )
