"""Products that are suggested to staff while they type a SKU."""

from decimal import Decimal

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

from backorders.admin.order_items import FOUND, found_product
from backorders.forms.staff_order_form import StaffOrderForm
from backorders.queries.judged_items import judged_items
from backorders.queries.products_named import products_like
from catalog.models import ConfigurationValue


def suggestion_urls(site: AdminSite) -> list[URLPattern]:
    """Return the address of the suggestions, to stand before the orders' own."""
    return [path("products/", site.admin_view(suggested_products), name="backorders_order_products")]


def suggested_products(request: HttpRequest) -> JsonResponse:
    """Return at most 20 products of a website that have every word of `q` in SKU or name, for who makes or edits orders."""
    if not any(request.user.has_perm(f"backorders.{verb}_order") for verb in ("add", "change")):
        raise PermissionDenied
    website = StaffOrderForm().chosen_website(request.GET.get("website", ""))
    found = products_like(request.GET.get("q", ""), website=website, first=FOUND)
    judged = judged_items(
        {product: Decimal(1) for product in found},
        website=website,
        stock=website.sales_channel.stock,
        configuration=ConfigurationValue.objects.in_force(website=website),
    )
    shown = (found_product(judged[product.pk], website.currency) for product in found)
    return JsonResponse(
        {"products": [{"sku": p.sku, "name": p.name, "price": p.price, "salable": p.salable} for p in shown]}
    )
