"""The triggers that keep StockLevel right, whoever writes: the admin, an import, the API, the shell, plain SQL.

Each runs once per statement. It collects the (stock, product) pairs that the statement touched and hands them to
`catalog_refresh_stock_levels`, which locks their level rows in (stock, product) order and then sums the rows afresh: a sum taken
before the lock would miss what another transaction committed meanwhile.
"""

import pgtrigger

# A pair is known to neither of two writers that meet, one assigning a product to a source and one linking, unlinking or
# switching that source. So each locks the source before it looks for pairs: assignments share it, links take it alone.
# Switching a source has locked its row by itself.
_LOCK = """
    PERFORM FROM catalog_source WHERE id IN ({sources}) ORDER BY id FOR {strength};
"""
_REFRESH = """
    PERFORM catalog_refresh_stock_levels(array_agg(pair.stock_id), array_agg(pair.product_id), {create})
    FROM ({pairs}) AS pair;
    RETURN NULL;
"""
_ITEM_PAIRS = """
    SELECT link.stock_id, item.product_id
    FROM {rows} AS item JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id
"""
_LINK_PAIRS = """
    SELECT link.stock_id, item.product_id
    FROM {rows} AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
"""
_SOURCE_PAIRS = """
    SELECT link.stock_id, item.product_id
    FROM old_rows JOIN new_rows ON new_rows.id = old_rows.id AND new_rows.is_enabled <> old_rows.is_enabled
    JOIN catalog_stocksourcelink AS link ON link.source_id = new_rows.id
    JOIN catalog_sourceitem AS item ON item.source_id = new_rows.id
"""
# Statements that change only other columns (a notify quantity, a source's phone number) need no sums.
_CHANGED_ITEMS = """
    ((SELECT id, source_id, product_id, quantity, is_in_stock FROM old_rows
      EXCEPT SELECT id, source_id, product_id, quantity, is_in_stock FROM new_rows)
     UNION ALL
     (SELECT id, source_id, product_id, quantity, is_in_stock FROM new_rows
      EXCEPT SELECT id, source_id, product_id, quantity, is_in_stock FROM old_rows))
"""


# A quantity or a status that changes makes no new pair, and its level row is lock enough.
_MOVED_SOURCES = """
    SELECT source_id FROM (
        (SELECT id, source_id, product_id FROM old_rows EXCEPT SELECT id, source_id, product_id FROM new_rows)
        UNION ALL
        (SELECT id, source_id, product_id FROM new_rows EXCEPT SELECT id, source_id, product_id FROM old_rows)
    ) AS moved
"""


def _refresh(name: str, operation: pgtrigger.Operation, pairs: str, lock: str = "") -> pgtrigger.Trigger:
    rows = {
        pgtrigger.Insert: pgtrigger.Referencing(new="new_rows"),
        pgtrigger.Update: pgtrigger.Referencing(old="old_rows", new="new_rows"),
        pgtrigger.Delete: pgtrigger.Referencing(old="old_rows"),
    }
    # A delete never creates a level: it may be the product itself that is going.
    create = "FALSE" if operation is pgtrigger.Delete else "TRUE"
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows[operation],
        func=lock + _REFRESH.format(pairs=pairs, create=create),
    )


def _sharing(sources: str) -> str:
    return _LOCK.format(sources=sources, strength="SHARE")


def _alone(sources: str) -> str:
    return _LOCK.format(sources=sources, strength="NO KEY UPDATE")


_ALL_ROWS = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"

on_source_item = (
    _refresh(
        "levels_on_insert",
        pgtrigger.Insert,
        _ITEM_PAIRS.format(rows="new_rows"),
        _sharing("SELECT source_id FROM new_rows"),
    ),
    _refresh(
        "levels_on_update",
        pgtrigger.Update,
        _ITEM_PAIRS.format(rows=_CHANGED_ITEMS),
        _sharing(_MOVED_SOURCES),
    ),
    _refresh(
        "levels_on_delete",
        pgtrigger.Delete,
        _ITEM_PAIRS.format(rows="old_rows"),
        _sharing("SELECT source_id FROM old_rows"),
    ),
)
on_link = (
    _refresh(
        "levels_on_insert",
        pgtrigger.Insert,
        _LINK_PAIRS.format(rows="new_rows"),
        _alone("SELECT source_id FROM new_rows"),
    ),
    _refresh(
        "levels_on_update",
        pgtrigger.Update,
        _LINK_PAIRS.format(rows=_ALL_ROWS),
        _alone("SELECT source_id FROM old_rows UNION ALL SELECT source_id FROM new_rows"),
    ),
    _refresh(
        "levels_on_delete",
        pgtrigger.Delete,
        _LINK_PAIRS.format(rows="old_rows"),
        _alone("SELECT source_id FROM old_rows"),
    ),
)
on_source = (_refresh("levels_on_update", pgtrigger.Update, _SOURCE_PAIRS),)
