"""The buttons of the order view: each only when the order's state and the member of staff's role allow it."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from backorders.models import Order
from backorders.queries.order_offers import order_offers
from backorders.rules.order_status import HOLDABLE, OPEN, OrderStatus
from backorders.rules.order_transitions import may_become

# Where something may have been paid for and not refunded; the page says so when there is not.
REFUNDABLE = frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETE})


@dataclass(frozen=True)
class OrderButton:
    """`url` is where it leads, `posts` whether it acts at once; `opens` is the id of the dialog that it opens instead.

    `repeats`: it brings along who bought what, for Create New Order.
    """

    label: str
    url: str = ""
    posts: bool = False
    opens: str = ""
    repeats: bool = False


def order_buttons(order: Order, user: User | AnonymousUser) -> tuple[OrderButton, ...]:
    """Return the buttons that `user` is offered for `order`, in the reference's order. One query beside the user's permissions."""
    status = OrderStatus(order.status)
    offers = order_offers(order)
    goes_on = status in OPEN and status is not OrderStatus.ON_HOLD

    def may(action: str) -> bool:
        return user.has_perm(f"backorders.{action}_order")

    def address(page: str) -> str:
        if page == "add":
            return reverse("admin:backorders_order_add")
        return reverse(f"admin:backorders_order_{page}", args=(order.pk,))

    offered = (
        (OrderButton("Edit", "edit"), may("change") and status in HOLDABLE),
        (OrderButton("Cancel", opens="cancel-order"), may("cancel") and may_become(status, OrderStatus.CANCELED)),
        (OrderButton("Cancel Items", "cancel_items"), may("cancel") and may_become(status, OrderStatus.CANCELED)),
        (OrderButton("Send Email", opens="send-email"), may("change") and status is not OrderStatus.CANCELED),
        (OrderButton("Credit Memo", "credit_memo"), may("refund") and status in REFUNDABLE),
        (OrderButton("Hold", "hold", posts=True), may("hold") and may_become(status, OrderStatus.ON_HOLD)),
        (OrderButton("Unhold", "unhold", posts=True), may("hold") and status is OrderStatus.ON_HOLD),
        (OrderButton("Invoice", "invoice"), may("invoice") and goes_on and offers.invoices),
        (OrderButton("Ship", "ship"), may("ship") and goes_on and offers.ships),
        (OrderButton("Deliver", "deliver", posts=True), may("ship") and goes_on and offers.delivers),
        (OrderButton("Shipped from Elsewhere", "elsewhere"), may("ship") and goes_on and offers.elsewhere),
        (OrderButton("Reorder", "add", posts=True, repeats=True), may("add")),
    )
    return tuple(
        replace(button, url=address(button.url) if button.url else "") for button, is_offered in offered if is_offered
    )
