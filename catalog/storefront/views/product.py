"""The page of a product, for people and for search engines, and a choice among its variants.

It opens whatever the listings show, as long as the website sells it.
"""

from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms.hidden_fields import on_shared_pages
from catalog.forms.once import harmless
from catalog.models import Category, Product
from catalog.queries.prepared import Compiled
from catalog.queries.salable import for_sale
from catalog.storefront.current_store import CurrentStore, current_store, shopper_holdings
from catalog.storefront.departments import Crumb, Departments, crumbs, departments
from catalog.storefront.offers import chosen_address, offers, product_address, variant_choice
from catalog.storefront.page_head import (
    PageHead,
    description_of,
    page_address,
    said_of_product,
    said_of_trail,
    shared_page,
    structured_data,
)
from catalog.storefront.product_page import LONGEST, product_page
from catalog.words.refusal import NO_SUCH_PRODUCT


@harmless("It changes nothing: it leads to the page of what is chosen.")
@on_shared_pages
@require_http_methods(["GET", "HEAD", "POST"])
def choose_variant(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the product's page with the posted options chosen and the posted quantity in its box.

    Options and Add to Cart are one form, which posts: as an address it would show the form's token to everybody.
    """
    store = current_store(request)
    product = _for_sale(slug, store)
    chosen = variant_choice(offers([product], store)[0], request.POST).fields
    return redirect(chosen_address(product, chosen, quantity=request.POST.get("quantity", "").strip()[:LONGEST]))


# A trail of two leads through no department.
HOME_AND_HERE = 2


@require_safe
@shared_page
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product; a variant is shown on its configurable product's page, with its options chosen."""
    store = current_store(request)
    found = _for_sale(slug, store)
    if found.variant_of is not None:
        return redirect(product_address(found, quantity=request.GET.get("quantity", "")))
    offer = offers([found], store)[0]
    today = localdate()
    page = product_page(offer, store, request.GET, shopper_holdings(request, store.website), today=today)
    trail = _trail(found, departments(request))
    summary = " ".join(paragraph.text for paragraph in page.summary or page.description)
    address = partial(page_address, request, store)
    head = PageHead(
        page.name, description_of(summary), address(page.url), picture=address(page.picture), kind="product"
    )
    data = structured_data(
        [
            said_of_product(
                offer, address, currency=store.website.currency, picture=head.picture, summary=summary, today=today
            ),
            said_of_trail(trail, address, here=head.canonical),
        ]
    )
    return render(
        request,
        "storefront/product.html",
        {"page": page, "crumbs": trail, "department": trail[-2] if len(trail) > HOME_AND_HERE else None}
        | {"head": head, "structured_data": data},
    )


def _for_sale(slug: str, store: CurrentStore) -> Product:
    """Return the product with its configurable one; raises `Http404` for what the store's website does not sell."""
    found: Product | None = _sold.first(store.website.pk, slug)
    if found is None:
        raise Http404(NO_SUCH_PRODUCT)
    return found


@Compiled
def _sold(website: int, slug: str) -> QuerySet[Product]:
    return Product.objects.select_related("variant_of").filter(for_sale(website), slug=slug).order_by()[:1]


@Compiled
def _categories(product: int) -> QuerySet[Category, int]:
    return Category.objects.filter(products=product).order_by().values_list("pk", flat=True)


def _trail(found: Product, tree: Departments) -> tuple[Crumb, ...]:
    """Return the trail through the narrowest department that holds the product."""
    ids = set(_categories(found.pk))
    inside = [department for department in tree.rows if department.pk in ids]
    narrowest = max(inside, key=lambda department: len(tree.above(department)), default=None)
    return crumbs((*tree.above(narrowest), narrowest) if narrowest else (), found.name)
