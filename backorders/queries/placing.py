"""All that an order is judged by, read in one statement: seller, configuration, products, levels."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max

from backorders.models import OrderLine
from backorders.rules.order_status import OPEN
from catalog.models import Website
from catalog.models.product import VIRTUAL_TYPES
from catalog.queries.prepared import prepared_row
from catalog.queries.promised_day import NOTHING_COMES, outlook, to_come
from catalog.rules.in_force import (
    Configuration,
    OwnPolicy,
    StockPolicy,
    configuration_of_rows,
    own_policy,
    stock_policy,
)
from catalog.rules.promised_day import NOTHING_KNOWN, Outlook
from catalog.rules.salable import Level, OnWebsite, is_for_sale
from catalog.rules.scope import Scope

# A value in a SELECT of its own is not known to the planner, which then plans once for all values, not anew for each cart: of an
# order's read that planning was four fifths (docs/decisions/0056).
_READ = """
    SELECT website.id, website.currency, channel.stock_id,
        (SELECT id FROM backorders_order WHERE checkout = %(checkout)s::uuid),
        (
            SELECT json_agg(json_build_array(path, scope, value) ORDER BY path, scope)
            FROM catalog_configurationvalue AS stored
            WHERE stored.scope = 0 OR stored.website_id = website.id
        )::text,
        (
            SELECT json_agg(json_build_array(
                product.id, product.sku, product.name, product.price, product.product_type,
                json_build_array(product.is_enabled, EXISTS (
                    SELECT FROM catalog_product_websites WHERE product_id = product.id AND website_id = website.id
                )),
                CASE WHEN product.variant_of_id IS NOT NULL THEN json_build_array(parent.is_enabled, EXISTS (
                    SELECT FROM catalog_product_websites WHERE product_id = parent.id AND website_id = website.id
                )) END,
                json_build_array(
                    level.on_hand, level.reserved, level.sources_in_stock, level.sources_assigned, level.elsewhere
                ),
                to_json(item), {comes}
            ))
            FROM catalog_product AS product
            LEFT JOIN catalog_product AS parent ON parent.id = product.variant_of_id
            LEFT JOIN catalog_stocklevel AS level ON level.product_id = product.id AND level.stock_id = channel.stock_id
            LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
            WHERE product.id = ANY ((SELECT %(products)s::bigint[])::bigint[])
        )::text
    FROM catalog_website AS website JOIN catalog_saleschannel AS channel ON channel.website_id = website.id
    WHERE website.id = COALESCE((SELECT %(website)s::bigint), (SELECT id FROM catalog_website WHERE is_default))
"""
_READ = _READ.replace("{comes}", to_come(product="product.id", stock="channel.stock_id", shares="level.shares"))


@dataclass(frozen=True)
class OfferedProduct:
    """A product as an order would take it now; its `price` is in the currency of the seller. The names are those of `Product`.

    `comes` is what is to come of it, as the database says it.
    """

    pk: int
    sku: str
    name: str
    price: Decimal
    is_virtual: bool
    is_for_sale: bool
    level: Level
    own: OwnPolicy
    comes: str = NOTHING_COMES


@dataclass(frozen=True)
class OrderBasis:
    """What an order is judged by. `placed_id` is the order that its checkout has become already.

    Of a product that is gone there is none in `products` {product id: product}.
    """

    placed_id: int | None
    website_id: int
    stock_id: int
    currency: str
    configuration: Configuration
    products: Mapping[int, OfferedProduct]

    def positions(self, ids: Iterable[int], group: str | None) -> dict[int, tuple[Level, StockPolicy]]:
        """Return {product id: level, policy} for a customer group (None: ALL GROUPS); what is gone has nothing of its own."""
        configured = self.configuration.configured_policy(group)
        found = {}
        for pk in ids:
            product = self.products.get(pk)
            own = OwnPolicy() if product is None else product.own
            found[pk] = (Level() if product is None else product.level, stock_policy(own, configured))
        return found

    def outlook(self, pk: int, policy: StockPolicy) -> Outlook:
        """Return what is to come of a product under its policy; of what is gone nobody knows."""
        product = self.products.get(pk)
        return NOTHING_KNOWN if product is None else outlook(product.comes, policy.backorder_lead_time)


def order_basis(*, products: Iterable[int], website: int | None, checkout: str | None) -> OrderBasis:
    """Return what an order of `products` (their ids) is judged by, on a website (None: the default one). One query.

    Raises `Website.DoesNotExist` for one that is gone, or sells from no stock.
    """
    ids = "{" + ",".join(map(str, products)) + "}"
    at = None if website is None else str(website)
    row = prepared_row(_READ, {"products": ids, "website": at, "checkout": checkout})
    if row is None:
        raise Website.DoesNotExist
    website_id, currency, stock_id, placed_id, stored, found = row
    products = {product.pk: product for product in map(_product, _decoded(found))}
    return OrderBasis(placed_id, website_id, stock_id, currency, _configuration(stored), products)


def behind_the_queue(products: Collection[int], now: datetime) -> datetime:
    """Return when an order of `products` would stand behind all that wait for them: `now`, or just after the last. One query.

    A place in the queue is taken before the lock. Who comes late to it would stand before others who were promised units meanwhile.
    """
    waiting = OrderLine.objects.filter(product__in=products, is_reserved=True, order__status__in=OPEN)
    last: datetime | None = waiting.aggregate(last=Max("order__placed_at"))["last"]
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _configuration(stored: str | None) -> Configuration:
    return configuration_of_rows(tuple(map(tuple, _decoded(stored))), Scope.WEBSITE)


def _product(row: list[Any]) -> OfferedProduct:
    pk, sku, name, price, product_type, itself, parent, level, item, comes = row
    return OfferedProduct(
        pk,
        sku,
        name,
        price,
        is_virtual=product_type in VIRTUAL_TYPES,
        is_for_sale=is_for_sale(OnWebsite(*itself), None if parent is None else OnWebsite(*parent)),
        level=Level() if level[0] is None else Level(*level),
        own=OwnPolicy() if item is None else own_policy(item),
        comes=comes,
    )


def _decoded(text: str | None) -> list[Any]:
    """Return a list that PostgreSQL wrote as text, with its quantities and prices exact."""
    rows: list[Any] = json.loads(text or "[]", parse_float=Decimal)
    return rows
