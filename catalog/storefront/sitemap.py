"""The addresses of a shop that search engines are told of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Product, Website
from catalog.queries.listing import shown_products
from catalog.storefront.current_store import current_store
from catalog.storefront.departments import departments
from catalog.storefront.offers import product_address

# A fifth of what the protocol allows: such a file is written in a second.
MOST_IN_A_FILE = 10_000


class ListingAddresses(Sitemap[str]):
    """The front page and the departments that the website sells of."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Keep the paths."""
        self._addresses = addresses

    def items(self) -> Sequence[str]:
        """Return the paths."""
        return self._addresses

    def location(self, item: str) -> str:
        """Return the path itself."""
        return item


class ProductAddresses(Sitemap[Product]):
    """The pages of products that a website sells and shows anywhere: variants are on the page of their configurable product."""

    limit = MOST_IN_A_FILE

    def __init__(self, website: Website) -> None:
        """Keep whose products they are."""
        self._website = website

    def items(self) -> QuerySet[Product]:
        """Return the products, in an order that new ones do not change."""
        return shown_products(self._website.pk).only("slug", "updated_at", "variant_of").order_by("pk")

    def location(self, item: Product) -> str:
        """Return the path of its page."""
        return product_address(item)

    def lastmod(self, item: Product) -> datetime:
        """Return when it was last saved. Its stock, which changes by the minute, does not count."""
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return when one of them was last saved, without reading them all."""
        latest: datetime | None = Product.objects.aggregate(latest=Max("updated_at"))["latest"]
        return latest


def sitemaps(request: HttpRequest) -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """Return {section: its addresses} of the visitor's store view."""
    store, tree = current_store(request), departments(request)
    listings = (reverse("storefront:home"), *(row.url for row in tree.rows if tree.sells(row)))
    return {"listings": ListingAddresses(listings), "products": ProductAddresses(store.website)}
