"""Add a second website to the demo shop, which sells from a stock of its own with two sources."""

from decimal import Decimal

from django.db import transaction

from catalog.models import Product, SalesChannel, Source, SourceItem, Stock, StockSourceLink, StoreView, Website
from catalog.rules.distance import Point

HOST = "eu.localhost"
BERLIN = Point(Decimal("52.532000"), Decimal("13.384800"))
LYON = Point(Decimal("45.757800"), Decimal("4.832000"))
# Units at Berlin and at Lyon; Berlin is drawn from first.
SHELVES = {
    "24-MB01": (8, 4),
    "QG-101": (12, 20),
    "QG-102": (0, 2),
    "QG-113": (0, 0),
    "QG-121": (30, 0),
    "QG-201": (3, 5),
    "QG-221-Sand": (10, 0),
    "QG-221-Navy": (0, 7),
    "QG-224": (1, 1),
}


def load_demo_eu_website() -> Website:
    """Make (or put back) the EU website, opened by `eu.localhost`; the products are those of `load_demo_catalog`."""
    with transaction.atomic():
        website, _ = Website.objects.update_or_create(
            code="eu", defaults={"name": "Quayside Goods Europe", "currency": "EUR"}
        )
        StoreView.objects.update_or_create(code="eu_en", defaults={"name": "English", "website": website, "host": HOST})
        sources = (
            _source("berlin", "Berlin Warehouse", BERLIN, country="DE", city="Berlin", postcode="10115"),
            _source("lyon", "Lyon Shop", LYON, country="FR", city="Lyon", postcode="69002"),
        )
        stock, _ = Stock.objects.get_or_create(name="EU Stock")
        for priority, source in enumerate(sources, start=1):
            StockSourceLink.objects.update_or_create(stock=stock, source=source, defaults={"priority": priority})
        SalesChannel.objects.update_or_create(website=website, defaults={"stock": stock})
        for product in Product.objects.filter(sku__in=SHELVES).select_related("variant_of"):
            website.products.add(*filter(None, (product, product.variant_of)))
            for source, quantity in zip(sources, SHELVES[product.sku], strict=True):
                SourceItem.objects.update_or_create(
                    product=product, source=source, defaults={"quantity": Decimal(quantity), "is_in_stock": True}
                )
    return website


def _source(code: str, name: str, point: Point, **place: str) -> Source:
    degrees = {"latitude": point.latitude, "longitude": point.longitude}
    found = {"name": name, "is_enabled": True, **degrees, **place}
    source, _ = Source.objects.update_or_create(code=code, defaults=found)
    return source
