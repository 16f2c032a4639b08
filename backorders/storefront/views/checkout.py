"""The checkout: one page for contact, address and payment; submitting it places the order and pays it."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.steps.placing import GrownLine, NotAgreed, OwesMore
from backorders.actions.steps.unpaid_checks import TooManyChecks
from backorders.forms.asked_terms import AskedTerms, asked_terms
from backorders.models import Cart, CartLine, Order
from backorders.queries.cart_lines import JudgedLine, cart_lines
from backorders.rules.payment import PaymentMethod, method_title
from backorders.storefront.cart_page import CartPage, cart_page
from backorders.storefront.checkout import (
    CheckoutForms,
    begins_with,
    checkout_forms,
    mark_too_many,
    methods_of,
    payment_step,
    remember_address,
)
from backorders.storefront.posted_cart import say_what_is_gone
from backorders.storefront.seen_cart import SeenLine, grown, later, seen_cart, told_days, unsealed, what_changed
from backorders.storefront.shop_frame import session_cart, shopper_network
from backorders.storefront.views.cart import LINE_TAG
from catalog.forms.once import harmless, tried_again
from catalog.models import Website
from catalog.rules import configuration as declared
from catalog.storefront.current_store import CurrentStore, current_store
from catalog.words.refusal import SHOP_CLOSED

CHANGED = "Your cart has changed since this page was opened. Please look at the summary once more."
NOT_PLACED = "Your order was not placed and nothing was charged: some items cannot be bought as they are in your cart."


@harmless("The checkout's token makes one order, and the payment's claim charges it once.")
@never_cache
@sensitive_post_parameters("card_number", "card_expiry", "card_cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the checkout, or place and pay the order. Submitted twice it leads to the same order.

    Placing is tried once more when the database was only busy: the token makes it safe. Paying never is: a bank was asked.
    """
    posted = request.POST if request.method == "POST" else None
    placed = tried_again(request, lambda: _placed_or_shown(request, posted))
    return payment_step(request, placed, request.POST) if isinstance(placed, Order) else placed


def _placed_or_shown(request: HttpRequest, posted: QueryDict | None) -> Order | HttpResponse:
    """Return the order that is to be paid, or the page that comes instead."""
    store = current_store(request)
    found = session_cart(request, store.website)
    is_ordered = found is None or found.was_ordered or posted is None or posted.get("checkout") != str(found.cart.token)
    if posted is not None and is_ordered and (order := _order_of(posted.get("checkout"))):
        return order
    if found is None:
        return redirect("storefront:cart")
    cart = found.cart
    if found.was_ordered:
        return redirect("storefront:confirmation", checkout=cart.token)
    say_what_is_gone(request, found)
    lines, page = _judged(store, cart, found.lines)
    if not page.can_check_out:
        return _not_placed(request, page)
    asked = asked_terms(lines, store.configuration, today=timezone.localdate())
    begun = begins_with(request) if posted is None else None
    typed = checkout_forms(posted, ships=page.is_shipped, begun=begun, asked=asked)
    typed.contact.offer(methods_of(store, total=page.amount))
    if posted is not None:
        changed = _changed(posted, store, cart, lines)
        if changed is not None:
            messages.warning(request, " ".join((CHANGED, *changed)))
        elif typed.are_valid:
            return _place(request, store, cart, (lines, page, asked), typed)
    return _shown(request, cart, page, typed)


def _judged(
    store: CurrentStore, cart: Cart, rows: Sequence[CartLine] | None = None
) -> tuple[Sequence[JudgedLine], CartPage]:
    lines = cart_lines(cart, stock=store.stock, configuration=store.configuration, group=store.group, rows=rows)
    page = cart_page(
        lines, configuration=store.configuration, currency=store.website.currency, today=timezone.localdate()
    )
    return lines, page


def _changed(posted: QueryDict, store: CurrentStore, cart: Cart, lines: Sequence[JudgedLine]) -> list[str] | None:
    """Return what has changed since the posted page was shown, None when all that it told still holds."""
    seen = unsealed(posted.get("seen", ""))
    if seen is None or posted.get("checkout") != str(cart.token):
        return []
    now = seen_cart(lines, is_displayed=_is_displayed(store), today=timezone.localdate())
    return (
        what_changed(seen, now, {line.product.pk: line.product.name for line in lines}, store.website.currency) or None
    )


def _is_displayed(store: CurrentStore) -> bool:
    return store.configuration.flag(declared.DISPLAY_STOCK_STATUS)


def _not_placed(request: HttpRequest, page: CartPage) -> HttpResponse:
    """Lead to the cart, and say there at each line why it was refused: the cart itself may be shown unchecked."""
    if page.lines:
        messages.error(request, NOT_PLACED)
    for line in page.lines:
        if line.problem:
            messages.error(request, line.problem, extra_tags=f"{LINE_TAG}{line.pk}")
    return redirect("storefront:cart")


def _shown(request: HttpRequest, cart: Cart, page: CartPage, typed: CheckoutForms) -> HttpResponse:
    if typed.card is not None:
        typed.card.forget_card()
    return render(request, "storefront/checkout.html", {"page": page, "typed": typed, "checkout": str(cart.token)})


def _place(
    request: HttpRequest,
    store: CurrentStore,
    cart: Cart,
    judged: tuple[Sequence[JudgedLine], CartPage, AskedTerms],
    typed: CheckoutForms,
) -> Order | HttpResponse:
    """Place the order and return it; what was sold to others since the lines were judged is told first."""
    lines, page, asked = judged
    contact = typed.contact.cleaned_data
    # At most what the posted page told: else the checkout would have been shown again.
    seen = unsealed(request.POST.get("seen", "")) or {}
    terms = asked.terms(typed.shipping)
    try:
        order = place_order(
            lines=[(line.product, line.quantity) for line in lines],
            email=contact["email"],
            customer_name=contact["customer_name"],
            ship_to=typed.ship_to,
            website=store.website,
            store_view=store.store_view,
            checkout=cart.token,
            payment_method=contact["payment_method"],
            group=store.group,
            told_owed={line.product: seen[line.product.pk].may_owe for line in lines},
            told_days=told_days({line.product: seen[line.product.pk] for line in lines}, together=terms.ships_complete),
            terms=terms,
            network=shopper_network(request),
            by=None,
            now=timezone.now(),
        )
    except TooManyChecks as refused:
        mark_too_many(typed, refused, title=method_title(PaymentMethod.CHECK_MONEY_ORDER, store.configuration))
        return _shown(request, cart, page, typed)
    except OwesMore as refused:
        told = [_grown(line, seen[line.product.pk]) for line in refused.lines]
        messages.warning(request, " ".join((CHANGED, *told)))
        return _asked_again(request, store, cart)
    except NotAgreed:
        # Of a day that the shop does not tell elsewhere: the form says what is to be agreed to now.
        messages.warning(request, CHANGED)
        return _asked_again(request, store, cart)
    except Website.DoesNotExist as error:
        raise Http404(SHOP_CLOSED) from error
    except NotSalable:
        return _not_placed(request, _judged(store, cart)[1])
    remember_address(request, typed)
    order.website = store.website  # known, and asked for next
    return order


def _asked_again(request: HttpRequest, store: CurrentStore, cart: Cart) -> HttpResponse:
    """Show the checkout as it was typed, for the cart as it stands now: another day may want another answer."""
    lines, page = _judged(store, cart)
    if not page.can_check_out:
        return _not_placed(request, page)
    asked = asked_terms(lines, store.configuration, today=timezone.localdate())
    typed = checkout_forms(request.POST, ships=page.is_shipped, asked=asked)
    typed.contact.offer(methods_of(store, total=page.amount))
    return _shown(request, cart, page, typed)


def _grown(line: GrownLine, was: SeenLine) -> str:
    """Say what of a product is not as it was told: more on backorder, or later."""
    if line.owed > line.told:
        return grown(line.product.name, line.owed, was, notifies=was.notifies)
    return later(line.product.name, line.day, was)


def _order_of(token: object) -> Order | None:
    """Return the order that a checkout became, None when it became none, or without a token."""
    try:
        return Order.objects.select_related("website").filter(checkout=str(token)).first() if token else None
    except ValidationError:
        return None
