"""Repair stock levels: sum them afresh from source items and ledger, under their locks; what they say of products and groups."""

from collections.abc import Iterable

import pgtrigger
from django.db import connection, transaction

from catalog.queries.inventory_differences import LevelDifference
from catalog.queries.locks.row import lock_links

# One transaction each, so that a shop that sells waits for no more than these.
AT_ONCE = 1000
_RESERVED = """
    UPDATE catalog_stocklevel AS level
    SET reserved = sums.reserved
    FROM (
        SELECT pair.stock_id, pair.product_id, coalesce(-sum(row.quantity), 0) AS reserved
        FROM unnest(%s::bigint[], %s::bigint[]) AS pair (stock_id, product_id)
        LEFT JOIN catalog_reservation AS row ON row.stock_id = pair.stock_id AND row.product_id = pair.product_id
        GROUP BY pair.stock_id, pair.product_id
    ) AS sums
    WHERE level.stock_id = sums.stock_id AND level.product_id = sums.product_id
      AND level.reserved <> sums.reserved
"""


def repair_levels(differences: Iterable[LevelDifference]) -> int:
    """Sum the levels of `differences` afresh and return how many they are. What was sold meanwhile is counted as well.

    The levels are locked in the order of everybody, and summed after that: a reservation that is being written either has
    counted itself before, or waits and counts itself afterwards.
    """
    pairs = sorted({(difference.stock_id, difference.product_id) for difference in differences})
    for start in range(0, len(pairs), AT_ONCE):
        _repair(pairs[start : start + AT_ONCE])
    return len(pairs)


def _repair(pairs: list[tuple[int, int]]) -> None:
    stocks, products = ([pair[part] for pair in pairs] for part in (0, 1))
    # The guard of hand-written levels would refuse us too: this is the one place that repairs them.
    ignoring = pgtrigger.ignore("catalog.StockLevel:written_by_triggers_only")
    with transaction.atomic(), ignoring, connection.cursor() as cursor:
        cursor.execute("SELECT catalog_share_links()")
        # What they say of their products, which are locked by it: before any level, as everywhere.
        cursor.execute("SELECT catalog_classify_levels(%s::bigint[])", [products])
        cursor.execute("SELECT catalog_refresh_stock_levels(%s::bigint[], %s::bigint[], TRUE)", [stocks, products])
        cursor.execute(_RESERVED, [stocks, products])
        # What others have of a shelf hangs on what is reserved.
        cursor.execute("SELECT catalog_refresh_stock_levels(%s::bigint[], %s::bigint[], FALSE)", [stocks, products])


@transaction.atomic
def repair_groups() -> None:
    """Group the stocks afresh by the links that there are."""
    lock_links()
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_group_stocks()")
