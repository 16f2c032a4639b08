"""What is there for search engines alone: where to look, and where not."""

from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.storefront.current_store import address_at, current_store
from catalog.storefront.product_feed import opens_feed, product_feed
from catalog.storefront.sitemap import sitemaps

# They differ for each visitor, hold orders, or are endless. What is asked not to be kept is said on the page itself.
NOT_FOR_CRAWLERS = ("storefront:cart", "storefront:checkout", "admin:index")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave alone, and where the addresses are listed."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {reverse(name)}" for name in NOT_FOR_CRAWLERS),
        "Disallow: /orders/",
        "Disallow: /payments/",
        "",
        f"Sitemap: {address_at(request, '', reverse('storefront:sitemap_index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> TemplateResponse:
    """List the files of addresses."""
    return sitemap_views.index(request, sitemaps(request), sitemap_url_name="storefront:sitemap")


@require_safe
def sitemap(request: HttpRequest, section: str) -> TemplateResponse:
    """List the addresses of one file; raises `Http404` for one that there is not."""
    return sitemap_views.sitemap(request, sitemaps(request), section)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Write the products for shopping engines; raises `Http404` for who has not the key."""
    store = current_store(request)
    if not opens_feed(store, request.GET.get("key", "")):
        raise Http404("There is no product feed at this address.")
    kind = "application/rss+xml; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(content_type=kind)
    return StreamingHttpResponse(product_feed(request, store, today=localdate()), content_type=kind)
