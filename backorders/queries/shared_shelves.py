"""Sources that other stocks draw on as well: what may be taken from each, and whose the rest is."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db import connection

from backorders.rules.shipment import SharedShelf
from catalog.models import SharingStock, SourceItem, Stock, StockLevel, StockSourceLink

_COVERED = """
    SELECT shelf.product, walked.stock, sum(walked.covered)
    FROM unnest(%s::bigint[]) AS shelf (product) CROSS JOIN LATERAL catalog_covered_promises(shelf.product, %s) AS walked
    GROUP BY shelf.product, walked.stock
"""


def shared_shelves(stock_id: int, product_ids: Collection[int]) -> dict[int, SharedShelf]:
    """Return {product id: its shelf} for those of the products that `stock_id` shares with other stocks.

    One query where it shares none of them, else five. Who acts on it holds the items' lock first.
    """
    sharing = StockLevel.objects.filter(stock=stock_id, product__in=product_ids, shares=True)
    products = sorted(sharing.values_list("product_id", flat=True)) if product_ids else []
    if not products:
        return {}
    group_id = SharingStock.objects.values_list("group_id", flat=True).get(stock=stock_id)
    drawn_on: defaultdict[int, set[int]] = defaultdict(set)
    members = SharingStock.objects.filter(group=group_id).values("stock")
    for stock, source in StockSourceLink.objects.filter(stock__in=members).values_list("stock_id", "source_id"):
        drawn_on[stock].add(source)
    counted: dict[int, dict[int, Decimal]] = {product: {} for product in products}
    items = SourceItem.objects.filter(
        product__in=products, source__in=set().union(*drawn_on.values()), is_in_stock=True, source__is_enabled=True
    )
    for product, source, units in items.values_list("product_id", "source_id", "quantity"):
        counted[product][source] = units
    covered: dict[int, dict[int, Decimal]] = {product: {} for product in products}
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, [products, group_id])
        for product, stock, units in cursor.fetchall():
            covered[product][stock] = units
    return {product: SharedShelf(stock_id, counted[product], drawn_on, covered[product]) for product in products}


def others_at(shelf: SharedShelf, source_id: int) -> tuple[str, ...]:
    """Return the names of the other stocks that have promised units which may lie at the source. One query."""
    stocks = Stock.objects.filter(pk__in=shelf.others_at(source_id)).order_by("name", "pk")
    return tuple(stocks.values_list("name", flat=True))
