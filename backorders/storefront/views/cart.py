"""The cart: shown, and changed by the one form around all of it."""

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backorders.actions.change_cart import CartChange, CartGone, change_cart
from backorders.models import Order
from backorders.queries.cart_lines import cart_lines
from backorders.queries.unpaid_orders import held_until, order_to_pay
from backorders.storefront.cart_answers import gone_lines, line_answers
from backorders.storefront.gone_lines import say_what_is_gone
from backorders.storefront.posted_cart import PostedCart, posted_cart
from backorders.storefront.presenters.cart_page import LineAnswer, cart_page
from backorders.storefront.presenters.order_page import moment
from backorders.storefront.session_cart import cart_token, session_cart
from catalog.forms.once import harmless
from catalog.rules import configuration as declared
from catalog.rules.configuration_in_force import Configuration
from catalog.storefront.current_store import CurrentStore, current_store

# Extra tag of a message that belongs to one line; its id follows.
LINE_TAG = "cart-line-"
GONE = (
    "Your cart could not be found, and nothing was changed. It is kept by a cookie: yours is gone, was blocked, or the cart was"
    " closed. Please put what you want into the cart again."
)
ORDERED = "This cart was ordered already. Here is the order."


@harmless("Quantities are set, not added, and only where the line still holds what its page showed.")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cart(request: HttpRequest) -> HttpResponse:
    """Show the cart, or take the posted quantities of all its lines; then check out if that was asked for.

    What could not be taken is answered beside its box, and nothing is checked out but what the page showed.
    """
    store = current_store(request)
    if request.method != "POST":
        return _shown(request, store)
    posted, token = posted_cart(request.POST), cart_token(request, store.website)
    try:
        change = change_cart(
            token=token,
            website=store.website,
            wishes=posted.wishes,
            removed=posted.removed,
            group=store.group,
        )
    except CartGone:
        if order := Order.objects.filter(checkout=token).first() if token else None:
            messages.info(request, ORDERED)
            return redirect("storefront:confirmation", checkout=order.checkout)
        messages.error(request, GONE)
        return redirect("storefront:cart")
    if change.is_whole and not posted.unread.keys() - posted.removed:
        return redirect("storefront:checkout" if posted.checks_out else "storefront:cart")
    for sentence in gone_lines(posted, change):
        messages.warning(request, sentence)
    return _shown(request, store, posted=posted, change=change)


def _shown(
    request: HttpRequest, store: CurrentStore, *, posted: PostedCart | None = None, change: CartChange | None = None
) -> HttpResponse:
    """Show the cart, every line judged on what can be bought now while Enable Inventory Check On Cart Load is on."""
    found, configuration = session_cart(request, store.website), store.configuration
    if found is not None:
        say_what_is_gone(request, found)
    judges = configuration.flag(declared.ENABLE_INVENTORY_CHECK)
    lines = (
        ()
        if found is None
        else cart_lines(found, stock=store.stock, configuration=configuration, group=store.group, judges=judges)
    )
    said = list(get_messages(request))
    answers = {
        line.pk: LineAnswer(message.message)
        for line in lines
        for message in said
        if message.extra_tags == f"{LINE_TAG}{line.pk}"
    }
    if posted is not None and change is not None:
        answers |= line_answers(posted, change, lines, configuration)
    page = cart_page(lines, configuration=configuration, currency=store.website.currency, answers=answers)
    token = cart_token(request, store.website)
    waiting = order_to_pay(token) if token else None
    others = [message for message in said if not (message.extra_tags or "").startswith(LINE_TAG)]
    return render(
        request, "storefront/cart.html", {"page": page, "messages": others} | _waiting(waiting, configuration)
    )


def _waiting(order: Order | None, configuration: Configuration) -> dict[str, object]:
    """Return what is said of the order that this cart became and that waits to be paid: a hold never blocks its owner."""
    if order is None:
        return {"waiting": None}
    return {"waiting": order, "held_until": moment(held_until(order, configuration))}
