"""A promised day has moved: the old one and the new one, and what the customer can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from backorders.emails.message import Message, order_message
from backorders.models import Order
from backorders.models.order import shop_address
from backorders.queries.moved_day import Moved
from catalog.words.moved_day import day_or_none, day_or_stock


@dataclass(frozen=True)
class MovedLine:
    """One line; `keep` and `cancel` lead to a page with a button: what opens links for safety changes nothing."""

    name: str
    sku: str
    was: str
    day: str
    keep: str
    cancel: str


def day_moved(order: Order, moved: Sequence[Moved]) -> Message:
    """Return the message about the lines of `order` that come later."""
    return order_message("day_moved", order, lines=[_line(order, each) for each in moved])


def _line(order: Order, moved: Moved) -> MovedLine:
    line, checkout = moved.line.pk, order.checkout
    keep = reverse("storefront:moved_day", kwargs={"checkout": checkout, "line": line})
    cancel = reverse("storefront:cancel_items", kwargs={"checkout": checkout})
    return MovedLine(
        name=moved.line.name,
        sku=moved.line.sku,
        was=day_or_stock(moved.was),
        day=day_or_none(moved.day),
        keep=shop_address(order, keep),
        cancel=f"{shop_address(order, cancel)}?line={line}",
    )
