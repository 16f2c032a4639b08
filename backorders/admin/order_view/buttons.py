"""The buttons of an order's view, and what those do that lead to no page."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from backorders.actions.choose_shipping import choose_shipping
from backorders.actions.comment_order import comment_order
from backorders.actions.deliver_order import deliver_order
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.resend_refund import confirm_refund, resend_refund
from backorders.actions.send_again import send_confirmation_again
from backorders.admin.order_frame import request_key, said, staff
from backorders.admin.shipment.buttons import add_numbers
from backorders.forms.revision import shown_revision
from backorders.models import Order, Refund, Shipment
from backorders.queries.order_lines import order_offers
from backorders.rules.order_status import GOING_ON, HOLDABLE, MAY_BECOME, OPEN, OrderStatus
from backorders.rules.shipping_choice import CHOICES, ShippingChoice
from backorders.words.comment import COMMENT_KEPT, COMMENT_MAILED
from backorders.words.shipping_choice import KEPT, LABELS
from catalog.admin.pages import POSTS, AdminPage
from catalog.words.refusal import refusals

# Where something may have been paid for and not refunded; the page says so when there is not.
REFUNDABLE = frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETE})


@dataclass(frozen=True)
class OrderButton:
    """`url` is where it leads, `posts` whether it acts at once; `opens` is the id of the dialog that it opens instead.

    `repeats`: it brings along who bought what, for Create New Order. `is_next`: it is what the order waits for.
    """

    label: str
    url: str = ""
    posts: bool = False
    opens: str = ""
    repeats: bool = False
    is_next: bool = False


# What takes an order further, the first that is offered before the others.
NEXT = ("Unhold", "Ship", "Deliver", "Shipped from Elsewhere", "Invoice")


def order_buttons(order: Order, user: User | AnonymousUser) -> tuple[OrderButton, ...]:
    """Return the buttons that `user` is offered for `order`, in the reference's order. One query beside the user's permissions."""
    status = OrderStatus(order.status)
    offers = order_offers(order)
    is_going_on = status in GOING_ON
    other = CHOICES[not order.ships_complete]

    def may(action: str) -> bool:
        return user.has_perm(f"backorders.{action}_order")

    def address(page: str) -> str:
        if page == "add":
            return reverse("admin:backorders_order_add")
        return reverse(f"admin:backorders_order_{page}", args=(order.pk,))

    offered = (
        (OrderButton("Edit", "edit"), may("change") and status in HOLDABLE),
        (OrderButton("Cancel", opens="cancel-order"), may("cancel") and OrderStatus.CANCELED in MAY_BECOME[status]),
        (OrderButton("Cancel Items", "cancel_items"), may("cancel") and OrderStatus.CANCELED in MAY_BECOME[status]),
        (OrderButton("Send Email", opens="send-email"), may("change") and status is not OrderStatus.CANCELED),
        (OrderButton("Credit Memo", "credit_memo"), may("refund") and status in REFUNDABLE),
        (OrderButton("Hold", "hold", posts=True), may("hold") and OrderStatus.ON_HOLD in MAY_BECOME[status]),
        (OrderButton("Unhold", "unhold", posts=True), may("hold") and status is OrderStatus.ON_HOLD),
        (OrderButton("Invoice", "invoice"), may("invoice") and is_going_on and offers.invoices),
        (OrderButton("Ship", "ship"), may("ship") and is_going_on and offers.ships),
        (
            OrderButton(LABELS[other], f"ship_{other.value}", posts=True),
            may("ship") and status in OPEN and offers.ships and offers.is_whole,
        ),
        (OrderButton("Deliver", "deliver", posts=True), may("ship") and is_going_on and offers.delivers),
        (OrderButton("Shipped from Elsewhere", "elsewhere"), may("ship") and is_going_on and offers.elsewhere),
        (OrderButton("Reorder", "add", posts=True, repeats=True), may("add")),
    )
    shown = [button for button, is_offered in offered if is_offered]
    following = next((label for label in NEXT if label in {button.label for button in shown}), "")
    return tuple(
        replace(button, url=address(button.url) if button.url else "", is_next=button.label == following)
        for button in shown
    )


def deliver(request: HttpRequest, order: Order) -> HttpResponse:
    """Deliver the virtual units that the queue has for the order."""
    with refusals() as problems:
        deliver_order(order=order, by=staff(request), revision=shown_revision(request), now=timezone.now())
    return said(request, order, problems, "The units have been delivered.")


def email(request: HttpRequest, order: Order) -> HttpResponse:
    """Send the confirmation again."""
    with refusals() as problems:
        send_confirmation_again(
            order=order, key=request_key(request, order).hidden, by=staff(request), now=timezone.now()
        )
    return said(request, order, problems, "You sent the order email.", failed="The confirmation was not sent.")


def hold(request: HttpRequest, order: Order) -> HttpResponse:
    """Put the order on hold."""
    with refusals() as problems:
        hold_order(order=order, by=staff(request), now=timezone.now())
    return said(request, order, problems, "You put the order on hold.", failed="You have not put the order on hold.")


def unhold(request: HttpRequest, order: Order) -> HttpResponse:
    """Release the order."""
    with refusals() as problems:
        unhold_order(order=order, by=staff(request), revision=shown_revision(request), now=timezone.now())
    return said(request, order, problems, "You released the order from holding status.", failed="Can't unhold order.")


def ship_ready_first(request: HttpRequest, order: Order) -> HttpResponse:
    """Let the order ship what is ready."""
    return _choose(request, order, ShippingChoice.READY)


def ship_together(request: HttpRequest, order: Order) -> HttpResponse:
    """Let the order ship when all of it is there."""
    return _choose(request, order, ShippingChoice.TOGETHER)


def _choose(request: HttpRequest, order: Order, choice: ShippingChoice) -> HttpResponse:
    with refusals() as problems:
        choose_shipping(
            order=order, choice=choice, revision=shown_revision(request), by=staff(request), now=timezone.now()
        )
    return said(request, order, problems, f"The order ships: {KEPT[choice].lower()}.")


def send(request: HttpRequest, order: Order, refund: int) -> HttpResponse:
    """Send the refund once more and go back to the order."""
    return _act(request, order, refund, resend_refund, "The refund is sent again.")


def mark(request: HttpRequest, order: Order, refund: int) -> HttpResponse:
    """Note that the refund has gone and go back to the order."""
    return _act(request, order, refund, confirm_refund, "You marked the refund as sent.")


def _act(request: HttpRequest, order: Order, pk: int, action: Callable[..., Refund], success: str) -> HttpResponse:
    refund = get_object_or_404(Refund.objects.select_related("payment"), pk=pk, payment__order=order)
    with refusals() as problems:
        action(refund=refund, by=staff(request), now=timezone.now())
    return said(request, order, problems, success)


def tracking(request: HttpRequest, order: Order, shipment: int) -> HttpResponse:
    """Add a tracking number to a shipment of the order and go back to it."""
    found = get_object_or_404(Shipment, pk=shipment, order=order)
    return said(request, order, *add_numbers(request, found))


def comment(request: HttpRequest, order: Order) -> HttpResponse:
    """Keep a comment, mailed to the shopper where that was ticked."""
    is_told = "is_told" in request.POST
    with refusals() as problems:
        comment_order(
            order=order,
            text=request.POST.get("comment", ""),
            is_told=is_told,
            key=request_key(request, order).hidden,
            by=staff(request),
            now=timezone.now(),
        )
    return said(request, order, problems, COMMENT_MAILED if is_told else COMMENT_KEPT, failed="Nothing was kept.")


BUTTON_PAGES = (
    AdminPage("<int:pk>/comment/", "backorders_order_comment", comment, permission="comment", methods=POSTS),
    AdminPage("<int:pk>/deliver/", "backorders_order_deliver", deliver, permission="ship", methods=POSTS),
    AdminPage("<int:pk>/email/", "backorders_order_email", email, permission="change", methods=POSTS),
    AdminPage("<int:pk>/hold/", "backorders_order_hold", hold, permission="hold", methods=POSTS),
    AdminPage("<int:pk>/unhold/", "backorders_order_unhold", unhold, permission="hold", methods=POSTS),
    AdminPage(
        "<int:pk>/ship-ready/", "backorders_order_ship_ready", ship_ready_first, permission="ship", methods=POSTS
    ),
    AdminPage(
        "<int:pk>/ship-together/", "backorders_order_ship_together", ship_together, permission="ship", methods=POSTS
    ),
    AdminPage(
        "<int:pk>/refund/<int:refund>/send/", "backorders_order_refund_send", send, permission="refund", methods=POSTS
    ),
    AdminPage(
        "<int:pk>/refund/<int:refund>/sent/", "backorders_order_refund_sent", mark, permission="refund", methods=POSTS
    ),
    AdminPage(
        "<int:pk>/shipment/<int:shipment>/tracking/",
        "backorders_order_tracking",
        tracking,
        permission="ship",
        methods=POSTS,
    ),
)
