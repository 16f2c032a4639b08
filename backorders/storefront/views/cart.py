"""The cart: a product added, the page, its quantities."""

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backorders.actions.cart import CartChange, CartGone, QuantityRefused, add_to_cart, change_cart
from backorders.models import Order
from backorders.queries.cart_lines import cart_lines
from backorders.queries.payment import held_until, moment, order_to_pay
from backorders.storefront.cart_page import LineAnswer, cart_page
from backorders.storefront.posted_cart import (
    PostedCart,
    gone_lines,
    line_answers,
    posted_cart,
    removed_lines,
    say_what_is_gone,
)
from backorders.storefront.shop_frame import CART, cart_token, remember_cart, session_cart
from catalog.forms.fields import QuantityForm
from catalog.forms.hidden_fields import on_shared_pages
from catalog.forms.once import harmless
from catalog.models import Product, Website
from catalog.models.fields import is_id
from catalog.queries.prepared import Compiled
from catalog.rules import configuration as declared
from catalog.rules.in_force import Configuration
from catalog.rules.salable import Reason
from catalog.storefront.current_store import CurrentStore, current_store
from catalog.storefront.offers import VariantChoice, chosen_address, offers, product_address, variant_choice
from catalog.storefront.once_in_shop import once_in_shop
from catalog.storefront.product_page import LONGEST
from catalog.words.refusal import NO_SUCH_PRODUCT, NOT_MADE, SHOP_CLOSED, shopper_refusal

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
    for sentence in removed_lines(posted):
        messages.success(request, sentence)
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
        else cart_lines(
            found.cart,
            stock=store.stock,
            configuration=configuration,
            group=store.group,
            judges=judges,
            rows=found.lines,
        )
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
    page = cart_page(
        lines, configuration=configuration, currency=store.website.currency, answers=answers, today=localdate()
    )
    token = cart_token(request, store.website)
    # A cart that is there and was not ordered has no order that waits.
    waiting = order_to_pay(token) if token and (found is None or found.was_ordered) else None
    others = [message for message in said if not (message.extra_tags or "").startswith(LINE_TAG)]
    return render(
        request, "storefront/cart.html", {"page": page, "messages": others} | _waiting(waiting, configuration)
    )


def _waiting(order: Order | None, configuration: Configuration) -> dict[str, object]:
    """Return what is said of the order that this cart became and that waits to be paid: a hold never blocks its owner."""
    if order is None:
        return {"waiting": None}
    return {"waiting": order, "held_until": moment(held_until(order, configuration))}


# What the message template reads to offer the way to the cart.
ADDED = "added"


@require_http_methods(["GET", "HEAD", "POST"])
@once_in_shop(remembers=CART)
@on_shared_pages
def add(request: HttpRequest) -> HttpResponse:
    """Put the posted quantity of the posted product into the cart and go back to its page, which says how it went.

    Of a configurable product the variant is added that the posted options name: what is chosen counts, whatever the page had
    heard of it. Nobody reads anything at this address.
    """
    if request.method != "POST":
        return redirect("storefront:cart")
    store = current_store(request)
    product, typed = _posted_product(request), request.POST.get("quantity")
    kept = (typed or "").strip()[:LONGEST]
    if not product.holds_stock:
        choice = variant_choice(offers([product], store)[0], request.POST)
        if choice.variant is None and choice.options:
            messages.error(request, _why_no_variant(choice))
            return redirect(chosen_address(product, choice.fields, quantity=kept))
        product = _with_parent(choice.variant.product, product) if choice.variant else product
    form = QuantityForm({"quantity": typed})
    if typed is not None and not form.is_valid():
        messages.error(request, form.message)
        return redirect(product_address(product, quantity=kept))
    try:
        line = add_to_cart(
            token=cart_token(request, store.website),
            website=store.website,
            product=product,
            quantity=form.cleaned_data.get("quantity") if typed is not None else None,
            group=store.group,
        )
    except Product.DoesNotExist:
        messages.error(request, f"{product.name} is no longer sold. {NOTHING_ADDED}")
        return redirect("storefront:cart")
    except Website.DoesNotExist as error:
        raise Http404(SHOP_CLOSED) from error
    except QuantityRefused as refused:
        said = shopper_refusal(refused.refusal, refused.told, store.configuration, in_cart=refused.in_cart)
        messages.error(request, said)
        # What is not for sale has no page.
        is_gone = refused.refusal.reason is Reason.NOT_FOR_SALE
        return redirect("storefront:cart" if is_gone else product_address(product, quantity=kept))
    remember_cart(request, store.website, line.cart.token)
    messages.success(request, f"You added {product.name} to your shopping cart.", extra_tags=ADDED)
    return redirect(product_address(product))


NOTHING_ADDED = "Nothing was added to your cart."


def _why_no_variant(choice: VariantChoice) -> str:
    if choice.missing:
        return f"Please choose {' and '.join(choice.missing)} first. {NOTHING_ADDED}"
    return NOT_MADE


def _with_parent(variant: Product, parent: Product) -> Product:
    variant.variant_of = parent
    return variant


def _posted_product(request: HttpRequest) -> Product:
    """Return the product that the form names; raises `Http404` for anything else."""
    posted = request.POST.get("product", "")
    found = _product.first(int(posted)) if is_id(Product, posted) else None
    if found is None:
        raise Http404(NO_SUCH_PRODUCT)
    return found


@Compiled
def _product(pk: int) -> QuerySet[Product]:
    return Product.objects.select_related("variant_of").filter(pk=pk)
