"""The cart."""

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backorders.queries.cart_lines import cart_lines
from backorders.storefront.presenters.cart_page import cart_page
from backorders.storefront.session_cart import session_cart
from catalog.rules import configuration as declared
from catalog.storefront.current_store import current_store

# Extra tag of a message that belongs to one line; its id follows.
LINE_TAG = "cart-line-"


@require_safe
@never_cache
def cart(request: HttpRequest) -> HttpResponse:
    """Show the cart, every line judged on what can be bought now while Enable Inventory Check On Cart Load is on."""
    store = current_store(request)
    found = session_cart(request, store.website)
    lines = (
        ()
        if found is None
        else cart_lines(
            found,
            stock=store.stock,
            configuration=store.configuration,
            group=store.group,
            judges=store.configuration.flag(declared.ENABLE_INVENTORY_CHECK),
        )
    )
    said = list(get_messages(request))
    notices = {
        line.pk: message.message for line in lines for message in said if message.extra_tags == f"{LINE_TAG}{line.pk}"
    }
    page = cart_page(lines, configuration=store.configuration, currency=store.website.currency, notices=notices)
    others = [message for message in said if not (message.extra_tags or "").startswith(LINE_TAG)]
    return render(request, "storefront/cart.html", {"page": page, "messages": others})
