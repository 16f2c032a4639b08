"""Add to Cart: the button on the product page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from backorders.actions.add_to_cart import QuantityRefused, add_to_cart
from backorders.storefront.session_cart import CART, cart_token, remember_cart
from catalog.forms.fields import QuantityForm
from catalog.models import Product, Website
from catalog.storefront.buy_box import LONGEST, VariantChoice, variant_choice
from catalog.storefront.current_store import current_store
from catalog.storefront.offers import chosen_address, offers, product_address
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import shopper_refusal

# What the message template reads to offer the way to the cart.
ADDED = "added"
LONGEST_ID = 18


@require_http_methods(["GET", "HEAD", "POST"])
@once_in_shop(remembers=CART)
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
        messages.error(request, f"{product.name} is no longer sold. Nothing was added to your cart.")
        return redirect("storefront:cart")
    except Website.DoesNotExist as error:
        raise Http404("This shop is closed.") from error
    except QuantityRefused as refused:
        said = shopper_refusal(refused.refusal, refused.told, store.configuration, in_cart=refused.in_cart)
        messages.error(request, said)
        return redirect(product_address(product, quantity=kept))
    remember_cart(request, store.website, line.cart.token)
    messages.success(request, f"You added {product.name} to your shopping cart.", extra_tags=ADDED)
    return redirect(product_address(product))


def _why_no_variant(choice: VariantChoice) -> str:
    if choice.missing:
        return f"Please choose {' and '.join(choice.missing)} first. Nothing was added to your cart."
    return "This combination is not made. Please choose another one."


def _with_parent(variant: Product, parent: Product) -> Product:
    variant.variant_of = parent
    return variant


def _posted_product(request: HttpRequest) -> Product:
    """Return the product that the form names; raises `Http404` for anything else."""
    posted = request.POST.get("product", "")
    if not (posted.isascii() and posted.isdigit() and len(posted) <= LONGEST_ID):
        raise Http404("There is no such product.")
    found = Product.objects.select_related("variant_of").filter(pk=int(posted)).first()
    if found is None:
        raise Http404("There is no such product.")
    return found
