"""The demo's catalog: departments, products, sources, and a second website."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as combinations
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from catalog.actions.configuration import save_configuration
from catalog.models import (
    Category,
    Product,
    SalesChannel,
    Source,
    SourceItem,
    Stock,
    StockItem,
    StockSourceLink,
    StoreView,
    Website,
)
from catalog.models.product import ProductType, Visibility
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.source_selection import Point

SHELVES = Path(__file__).with_name("demo_catalog.toml")
# A shop that staff have named keeps its name.
UNNAMED = "Main Website"


@dataclass(frozen=True)
class _Shop:
    website: Website
    source: Source
    departments: Mapping[str, Category]


def load_demo_catalog() -> int:
    """Load the demo's products, stock and settings and return how many products there are; all of it or nothing.

    What is there under the same SKU is put back to how the demo begins.
    """
    shelves = tomllib.loads(SHELVES.read_text(encoding="utf-8"), parse_float=Decimal)
    with transaction.atomic():
        Website.objects.filter(is_default=True, name=UNNAMED).update(name=shelves["shop"])
        # Where staff have said where it is, it stays.
        Source.objects.filter(code=DEFAULT_SOURCE_CODE, latitude=None, longitude=None).update(**shelves["quay"])
        save_configuration(shelves["settings"], by=None)
        shop = _Shop(
            website=Website.objects.get(is_default=True),
            source=Source.objects.get(code=DEFAULT_SOURCE_CODE),
            departments={path: _department(path) for path in shelves["departments"]},
        )
        return sum(_load(entry, shop) for entry in shelves["product"])


def _department(path: str) -> Category:
    category, _ = Category.objects.update_or_create(
        path=path, defaults={"name": path.rsplit("/", 1)[-1], "slug": slugify(path.replace("/", " "))}
    )
    return category


def _load(entry: Mapping[str, Any], shop: _Shop) -> int:
    """Load one product with its variants; return how many rows that makes."""
    options: Mapping[str, list[str]] = entry.get("options", {})
    kind = ProductType.CONFIGURABLE if options else ProductType(entry.get("type", "simple"))
    parent = _product(entry, shop, sku=entry["sku"], name=entry["name"], product_type=kind)
    parent.categories.set([shop.departments[path] for path in entry["in"]])
    if not options:
        _stock(parent, shop, entry["quantity"], entry.get("stock", {}))
        return 1
    made = list(combinations(*options.values()))
    for values in made:
        own = dict(entry.get("variants", {}).get("-".join(values), {}))
        quantity = own.pop("quantity", entry["quantity"])
        variant = _product(
            entry,
            shop,
            sku=f"{entry['sku']}-{'-'.join(values)}",
            name=f"{entry['name']} {' '.join(values)}",
            product_type=ProductType.SIMPLE,
            visibility=Visibility.NOT_VISIBLE,
            variant_of=parent,
            options=dict(zip(options, values, strict=True)),
        )
        _stock(variant, shop, quantity, own)
    return 1 + len(made)


def _product(entry: Mapping[str, Any], shop: _Shop, *, sku: str, name: str, **fields: Any) -> Product:
    product, _ = Product.objects.update_or_create(
        sku=sku,
        defaults={
            "name": name,
            "slug": slugify(name),
            "price": Decimal(entry["price"]),
            "short_description": entry["short"],
            "description": entry["long"].strip(),
            "is_enabled": True,
            **fields,
        },
    )
    product.websites.add(shop.website)
    return product


def _stock(product: Product, shop: _Shop, quantity: int | str, own: Mapping[str, Any]) -> None:
    SourceItem.objects.update_or_create(
        product=product, source=shop.source, defaults={"quantity": Decimal(quantity), "is_in_stock": True}
    )
    StockItem.objects.filter(product=product).delete()
    StockItem.objects.create(product=product, **own)


EU_CODE, HOST = "eu", "eu.localhost"
BERLIN = Point(Decimal("52.532000"), Decimal("13.384800"))
LYON = Point(Decimal("45.757800"), Decimal("4.832000"))
# Units at Berlin and at Lyon; Berlin is drawn from first.
EU_SHELVES = {
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
            code=EU_CODE, defaults={"name": "Quayside Goods Europe", "currency": "EUR"}
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
        for product in Product.objects.filter(sku__in=EU_SHELVES).select_related("variant_of"):
            website.products.add(*filter(None, (product, product.variant_of)))
            for source, quantity in zip(sources, EU_SHELVES[product.sku], strict=True):
                SourceItem.objects.update_or_create(
                    product=product, source=source, defaults={"quantity": Decimal(quantity), "is_in_stock": True}
                )
    return website


def _source(code: str, name: str, point: Point, **address: str) -> Source:
    degrees = {"latitude": point.latitude, "longitude": point.longitude}
    found = {"name": name, "is_enabled": True, **degrees, **address}
    source, _ = Source.objects.update_or_create(code=code, defaults=found)
    return source
