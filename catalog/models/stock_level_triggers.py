"""The triggers that keep StockLevel right, whoever writes: the admin, an import, the API, the shell, plain SQL.

Each runs once per statement. It collects the (stock, product) pairs that the statement touched and hands them to
`catalog_refresh_stock_levels`, which locks their level rows in (stock, product) order and then sums the rows afresh: a sum taken
before the lock would miss what another transaction committed meanwhile.
"""

import pgtrigger

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


def _refresh(name: str, operation: pgtrigger.Operation, pairs: str) -> pgtrigger.Trigger:
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
        func=_REFRESH.format(pairs=pairs, create=create),
    )


on_source_item = (
    _refresh("levels_on_insert", pgtrigger.Insert, _ITEM_PAIRS.format(rows="new_rows")),
    _refresh("levels_on_update", pgtrigger.Update, _ITEM_PAIRS.format(rows=_CHANGED_ITEMS)),
    _refresh("levels_on_delete", pgtrigger.Delete, _ITEM_PAIRS.format(rows="old_rows")),
)
on_link = (
    _refresh("levels_on_insert", pgtrigger.Insert, _LINK_PAIRS.format(rows="new_rows")),
    _refresh(
        "levels_on_update",
        pgtrigger.Update,
        _LINK_PAIRS.format(rows="(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows)"),
    ),
    _refresh("levels_on_delete", pgtrigger.Delete, _LINK_PAIRS.format(rows="old_rows")),
)
on_source = (_refresh("levels_on_update", pgtrigger.Update, _SOURCE_PAIRS),)
