"""What is to come of products, for the day on which units are promised: joined to other questions, so that none is asked for it."""

import json
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import connection

from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from catalog.rules.promised_day import Arrival, Outlook
from catalog.rules.quantity import ZERO

# Units that come to a source that is disabled, or where staff have stopped the product, cover nobody.
_ARRIVALS = """
    SELECT json_agg(json_build_array(supply.expected_on, supply.quantity - supply.received))
    FROM catalog_incomingsupply AS supply
    JOIN catalog_source AS source ON source.id = supply.source_id AND source.is_enabled
    JOIN catalog_stocksourcelink AS link ON link.source_id = supply.source_id AND link.stock_id = {stock}
    WHERE supply.product_id = {product} AND NOT supply.is_closed AND supply.received < supply.quantity
      AND NOT EXISTS (
          SELECT FROM catalog_sourceitem AS item
          WHERE item.product_id = supply.product_id AND item.source_id = supply.source_id AND NOT item.is_in_stock
      )
"""
_OWED_ELSEWHERE = """
    SELECT sum(GREATEST(-level.free - GREATEST(-level.on_hand, 0), 0))
    FROM catalog_sharingstock AS own
    JOIN catalog_sharingstock AS other ON other.group_id = own.group_id AND other.stock_id <> own.stock_id
    JOIN catalog_stocklevel AS level ON level.stock_id = other.stock_id AND level.shares
    WHERE own.stock_id = {stock} AND level.product_id = {product}
"""
NOTHING_COMES = "[null, null]"


def to_come(*, product: str, stock: str, shares: str) -> str:
    """Return the SQL of what is to come of a product in a stock, as a text that `outlook` reads.

    `product`, `stock` and `shares` (whether the product's level in the stock is shared) are SQL.
    """
    arrivals, elsewhere = (text.format(product=product, stock=stock) for text in (_ARRIVALS, _OWED_ELSEWHERE))
    return f"json_build_array(({arrivals}), CASE WHEN {shares} THEN ({elsewhere}) END)::text"


def outlook(text: str, lead_time: Decimal) -> Outlook:
    """Return the outlook that the database wrote as `text`, for a product with this lead time."""
    if text == NOTHING_COMES:
        return Outlook(lead_time=lead_time)
    arrivals, elsewhere = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return Outlook(
        tuple(Arrival(date.fromisoformat(day), units) for day, units in arrivals or ()),
        lead_time,
        ZERO if elsewhere is None else elsewhere,
    )


# A level that is not kept shares nothing.
_OF_LEVELS = f"""
    SELECT pair.stock, pair.product, {to_come(product="pair.product", stock="pair.stock", shares="level.shares")},
        COALESCE(
            item.{BACKORDER_LEAD_TIME.name},
            (SELECT value FROM catalog_configurationvalue WHERE path = '{BACKORDER_LEAD_TIME.path}' AND scope = 0)::numeric,
            {BACKORDER_LEAD_TIME.default}
        )
    FROM unnest(%s::bigint[], %s::bigint[]) AS pair (stock, product)
    LEFT JOIN catalog_stocklevel AS level ON level.stock_id = pair.stock AND level.product_id = pair.product
    LEFT JOIN catalog_stockitem AS item ON item.product_id = pair.product
"""  # noqa: S608  our own text


def outlooks(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Outlook]:
    """Return {(stock id, product id): outlook} of `pairs`. One query; none for no pairs."""
    if not pairs:
        return {}
    asked = sorted(set(pairs))
    with connection.cursor() as cursor:
        cursor.execute(_OF_LEVELS, [[stock for stock, _ in asked], [product for _, product in asked]])
        return {(stock, product): outlook(text, lead_time) for stock, product, text, lead_time in cursor.fetchall()}
