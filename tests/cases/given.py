"""Builds what a case is given, through the project's own models. A key that is not known here is an error."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog.models import Product, Reservation, SalesChannel, Source, Stock, StockItem, StockSourceLink, Website
from catalog.models.product import ProductType
from catalog.models.reservation import EventType
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.configuration import SETTINGS
from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.quantity import plain
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    WebsiteFactory,
    configure,
    expected_supply,
)

type Row = Mapping[str, Any]

DEFAULT_STOCK = 1
DEFAULT_WEBSITE = "base"
ONLY_PRODUCT = "the product"
PATHS = {setting.name: setting.path for setting in SETTINGS.values()} | {
    "min_sale_qty_raw": "cataloginventory/item_options/min_sale_qty"
}
OWN_FLAGS = {"is_qty_decimal", "manage_stock", "enable_qty_increments"}
OWN_NUMBERS = {"min_qty", "max_sale_qty", "notify_stock_qty", "backorders", "backorder_lead_time"}
# The tables refuse what means "none" in the reference: a minimum or an increment below zero.
OWN_NOT_BELOW_ZERO = {"min_sale_qty", "qty_increments"}


class UnknownKeyError(Exception):
    """The case says something that this runner cannot read."""


@dataclass
class Shop:
    """The rows of a case, by the names that the case gives them."""

    sources: dict[str, Source] = field(default_factory=dict)
    stocks: dict[int, Stock] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)

    def website(self, stock: int) -> Website:
        """Return the first website that sells from the stock; one is made for a stock that has none."""
        seller = self.stocks[stock]
        channel = seller.sales_channels.order_by("pk").first()
        if channel is None:
            channel = SalesChannel.objects.create(website=WebsiteFactory.create(), stock=seller)
            channel.website.products.set(self.products.values())
        return channel.website


def known(row: Row, *, keys: Iterable[str]) -> Row:
    """Return `row`, or raise `UnknownKeyError` when it has a key that is none of `keys`."""
    if unknown := row.keys() - set(keys):
        raise UnknownKeyError(", ".join(sorted(unknown)))
    return row


def build(given: Row) -> Shop:
    """Write the given rows and return them by name."""
    shop = Shop()
    known(given, keys=("config", "all_customers_group_id", "stock_item", *ADDING))
    if str(given.get("all_customers_group_id", ALL_GROUPS)) != ALL_GROUPS:
        raise UnknownKeyError("all_customers_group_id")
    _configure(given.get("config", {}))
    if "stock_item" in given:
        _add_product(shop, {"sku": ONLY_PRODUCT, **given["stock_item"]})
    for name, add in ADDING.items():
        for row in given.get(name, ()):
            add(shop, row)
    for website in Website.objects.all():
        website.products.set(shop.products.values())
    return shop


def _configure(config: Row) -> None:
    for name, value in known(config, keys=PATHS).items():
        configure(PATHS[name], json.dumps(value, default=str) if isinstance(value, dict) else _text(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return plain(Decimal(value)) if isinstance(value, int | Decimal) else str(value)


def _add_source(shop: Shop, row: Row) -> None:
    known(row, keys=("code", "enabled"))
    if row["code"] == DEFAULT_SOURCE_CODE:
        shop.sources[row["code"]] = Source.objects.get(code=DEFAULT_SOURCE_CODE)
        Source.objects.filter(code=DEFAULT_SOURCE_CODE).update(is_enabled=row["enabled"])
        return
    shop.sources[row["code"]] = SourceFactory.create(code=row["code"], is_enabled=row["enabled"])


def _add_stock(shop: Shop, row: Row) -> None:
    known(row, keys=("id", "name", "sales_channels", "links"))
    if row["id"] == DEFAULT_STOCK:
        stock = Stock.objects.default()
        stock.links.all().delete()
    else:
        stock = Stock.objects.create(name=row["name"])
    shop.stocks[row["id"]] = stock
    for link in row["links"]:
        known(link, keys=("source", "priority"))
        StockSourceLink.objects.create(stock=stock, source=shop.sources[link["source"]], priority=link["priority"])
    for channel in row["sales_channels"]:
        if known(channel, keys=("type", "code"))["type"] != "website":
            raise UnknownKeyError(channel["type"])
        SalesChannel.objects.update_or_create(website=_website(channel["code"]), defaults={"stock": stock})


def _website(code: str) -> Website:
    if code == DEFAULT_WEBSITE:
        return Website.objects.get(is_default=True)
    return Website.objects.filter(code=code).first() or WebsiteFactory.create(code=code)


def _add_product(shop: Shop, row: Row) -> None:
    known(row, keys={"sku", "type", *OWN_FLAGS, *OWN_NUMBERS, *OWN_NOT_BELOW_ZERO})
    product = ProductFactory.create(sku=row["sku"], product_type=ProductType(row.get("type", "simple")), websites=())
    own = {name: row[name] for name in OWN_NUMBERS & row.keys()}
    own |= {name: bool(row[name]) for name in OWN_FLAGS & row.keys()}
    own |= {name: max(row[name], 0) for name in OWN_NOT_BELOW_ZERO & row.keys()}
    StockItem.objects.create(product=product, **own)
    shop.products[row["sku"]] = Product.objects.get(pk=product.pk)


def _add_source_item(shop: Shop, row: Row) -> None:
    known(row, keys=("source", "sku", "qty", "status"))
    if row["sku"] not in shop.products:
        _add_product(shop, {"sku": row["sku"]})
    SourceItemFactory.create(
        source=shop.sources[row["source"]],
        product=shop.products[row["sku"]],
        quantity=row["qty"],
        is_in_stock=bool(row["status"]),
    )


def _reserve(shop: Shop, row: Row) -> None:
    known(row, keys=("stock", "sku", "qty"))
    Reservation.objects.create(
        stock=shop.stocks[row["stock"]],
        product=shop.products[row["sku"]],
        quantity=row["qty"],
        event_type=EventType.MANUAL_COMPENSATION,
        event_key=f"case:{Reservation.objects.count()}",
    )


def _expect(shop: Shop, row: Row) -> None:
    known(row, keys=("source", "sku", "qty", "day"))
    expected_supply(
        shop.products[row["sku"]], row["qty"], days=row["day"], source=shop.sources[row["source"]], reference=""
    )


# In this order: each kind of row names rows of the kinds before it.
ADDING = {
    "sources": _add_source,
    "stocks": _add_stock,
    "stock_items": _add_product,
    "source_items": _add_source_item,
    "reservations": _reserve,
    "supplies": _expect,
}
