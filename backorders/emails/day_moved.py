"""A promised day has moved: the old one and the new one, and what the customer can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from backorders.emails.message import Message, order_message
from backorders.models import Order
from backorders.models.order import shop_address
from backorders.queries.moved_day import Moved
from backorders.rules.cancellation import cancelable
from backorders.words.moved_day import told_before
from catalog.words.promised_day import promised_day_in_words


@dataclass(frozen=True)
class MovedLine:
    """One line; `says` when it comes now. `keep` and `cancel` lead to a page with a button: what opens links changes nothing.

    `cancel` is empty where its shopper cannot cancel it: a check has paid for it.
    """

    name: str
    sku: str
    before: str
    says: str
    keep: str
    cancel: str


def day_moved(order: Order, moved: Sequence[Moved]) -> Message:
    """Return the message about the lines of `order` that come later."""
    is_offline = order.is_offline
    return order_message("day_moved", order, lines=[_line(order, each, is_offline=is_offline) for each in moved])


def _line(order: Order, moved: Moved, *, is_offline: bool) -> MovedLine:
    line, checkout = moved.line.pk, order.checkout
    keep = reverse("storefront:moved_day", kwargs={"checkout": checkout, "line": line})
    may_cancel = cancelable(moved.line.progress(), is_offline=is_offline) > 0
    cancel = reverse("storefront:cancel_items", kwargs={"checkout": checkout})
    return MovedLine(
        name=moved.line.name,
        sku=moved.line.sku,
        before=told_before(moved.was),
        says=promised_day_in_words(moved.day),
        keep=shop_address(order, keep),
        cancel=f"{shop_address(order, cancel)}?line={line}" if may_cancel else "",
    )
