-- The triggers that keep catalog_stocklevel right, whoever writes: the admin, an import, the API, the shell, plain SQL.
--
-- Each runs once per statement. It collects the (stock, product) pairs that the statement touched and hands them to
-- catalog_refresh_stock_levels, which locks their level rows in (stock, product) order and then sums the rows afresh: a sum taken
-- before the lock would miss what another transaction committed meanwhile.
--
-- A pair is known to neither of two writers that meet, one assigning a product to a source and one linking, unlinking or
-- switching that source. So each locks the source before it looks for pairs: assignments share it, links take it alone.
-- Switching a source has locked its row by itself.
--
-- A delete never creates a level (the FALSE below): it may be the product itself that is going.

-- === source_item_inserted ===
PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM new_rows) ORDER BY id FOR SHARE;

PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
FROM new_rows AS item JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id;
RETURN NULL;

-- === source_item_updated ===
-- A quantity or a status that changes makes no new pair, and its level row is lock enough.
PERFORM FROM catalog_source WHERE id IN (
    SELECT source_id FROM (
        (SELECT id, source_id, product_id FROM old_rows EXCEPT SELECT id, source_id, product_id FROM new_rows)
        UNION ALL
        (SELECT id, source_id, product_id FROM new_rows EXCEPT SELECT id, source_id, product_id FROM old_rows)
    ) AS moved
) ORDER BY id FOR SHARE;

-- Statements that change only other columns (a notify quantity) need no sums.
PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
FROM (
    (SELECT id, source_id, product_id, quantity, is_in_stock FROM old_rows
     EXCEPT SELECT id, source_id, product_id, quantity, is_in_stock FROM new_rows)
    UNION ALL
    (SELECT id, source_id, product_id, quantity, is_in_stock FROM new_rows
     EXCEPT SELECT id, source_id, product_id, quantity, is_in_stock FROM old_rows)
) AS item
JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id;
RETURN NULL;

-- === source_item_deleted ===
PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM old_rows) ORDER BY id FOR SHARE;

PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), FALSE)
FROM old_rows AS item JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id;
RETURN NULL;

-- === link_inserted ===
PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM new_rows) ORDER BY id FOR NO KEY UPDATE;

PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
FROM new_rows AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id;
RETURN NULL;

-- === link_updated ===
PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM old_rows UNION ALL SELECT source_id FROM new_rows)
ORDER BY id FOR NO KEY UPDATE;

PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
FROM (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS link
JOIN catalog_sourceitem AS item ON item.source_id = link.source_id;
RETURN NULL;

-- === link_deleted ===
PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM old_rows) ORDER BY id FOR NO KEY UPDATE;

PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), FALSE)
FROM old_rows AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id;
RETURN NULL;

-- === source_switched ===
-- Other columns (a phone number) need no sums.
PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
FROM old_rows
JOIN new_rows ON new_rows.id = old_rows.id AND new_rows.is_enabled <> old_rows.is_enabled
JOIN catalog_stocksourcelink AS link ON link.source_id = new_rows.id
JOIN catalog_sourceitem AS item ON item.source_id = new_rows.id;
RETURN NULL;

-- === written_by_triggers_only ===
RAISE EXCEPTION 'catalog_stocklevel is kept by triggers: change source items or reservations';
