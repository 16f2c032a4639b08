"""Show this one: the button of the options, for browsers in which htmx does not ask by itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from catalog.forms.once import harmless
from catalog.models import Product
from catalog.storefront.current_store import current_store
from catalog.storefront.offers import offers
from catalog.storefront.presenters.buy_box import LONGEST
from catalog.storefront.presenters.product_address import chosen_address
from catalog.storefront.presenters.variant_choice import variant_choice


@harmless("It changes nothing: it leads to the page of what is chosen.")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_variant(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the product's page with the posted options chosen and the posted quantity in its box.

    Options and Add to Cart are one form, which posts: as an address it would show the form's token to everybody.
    """
    store = current_store(request)
    product = Product.objects.filter(slug=slug, is_enabled=True, websites=store.website).first()
    if product is None:
        raise Http404("There is no such product.")
    chosen = variant_choice(offers([product], store)[0], request.POST).fields
    return redirect(chosen_address(product, chosen, quantity=request.POST.get("quantity", "").strip()[:LONGEST]))
