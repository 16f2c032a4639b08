"""Add to Cart: the button on the product page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from backorders.actions.add_to_cart import QuantityRefused, add_to_cart
from backorders.storefront.session_cart import CART, cart_token, remember_cart
from catalog.forms.quantity_form import QuantityForm
from catalog.forms.refusal_message import refusal_message
from catalog.models import Product
from catalog.storefront.current_store import current_store
from catalog.storefront.once_in_shop import once_in_shop
from catalog.storefront.presenters.product_address import product_address

# What the message template reads to offer the way to the cart.
ADDED = "added"
LONGEST_ID = 18


@require_POST
@once_in_shop(remembers=CART)
def add(request: HttpRequest) -> HttpResponse:
    """Put the posted quantity of the posted product into the cart and go back to its page, which says how it went."""
    store = current_store(request)
    product = _posted_product(request)
    form = QuantityForm({"quantity": request.POST.get("quantity", "")})
    if not form.is_valid() and request.POST.get("quantity"):
        messages.error(request, form.message)
        return redirect(product_address(product))
    try:
        line = add_to_cart(
            token=cart_token(request, store.website),
            website=store.website,
            product=product,
            quantity=form.cleaned_data.get("quantity"),
            group=store.group,
        )
    except QuantityRefused as refused:
        messages.error(request, refusal_message(refused.refusal, store.configuration, most=refused.most))
        return redirect(product_address(product, quantity=request.POST.get("quantity", "")))
    remember_cart(request, store.website, line.cart.token)
    messages.success(request, f"You added {product.name} to your shopping cart.", extra_tags=ADDED)
    return redirect(product_address(product))


def _posted_product(request: HttpRequest) -> Product:
    """Return the product that the form names; raises `Http404` for anything else."""
    posted = request.POST.get("product", "")
    if not (posted.isascii() and posted.isdigit() and len(posted) <= LONGEST_ID):
        raise Http404("There is no such product.")
    found = Product.objects.select_related("variant_of").filter(pk=int(posted)).first()
    if found is None:
        raise Http404("There is no such product.")
    return found
