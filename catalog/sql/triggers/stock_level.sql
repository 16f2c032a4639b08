-- The triggers that keep catalog_stocklevel right, whoever writes: the admin, an import, the API, the shell, plain SQL.
--
-- Each runs once per statement. It collects the (stock, product) pairs that the statement touched and hands them to
-- catalog_refresh_stock_levels, which locks their level rows in (product, stock) order, with those of stocks that share their sources,
-- and then sums the rows afresh: a sum taken before the lock would miss what another transaction committed meanwhile.
--
-- A pair is known to neither of two writers that meet, one assigning a product to a source and one linking, unlinking or
-- switching that source. So each locks the source before it looks for pairs: assignments share it, links take it alone.
-- Switching a source has locked its row by itself.
--
-- Links come with the levels of all stocks that shared sources before; the refresh adds those of all that share from now on.
--
-- A delete never creates a level (the FALSE below): it may be the product itself that is going.

-- === source_item_inserted ===
-- The product first: a level that is made says what the product is and has of its own (triggers/policy_class.sql).
PERFORM FROM catalog_product WHERE id IN (SELECT product_id FROM new_rows) ORDER BY id FOR SHARE;
PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM new_rows) ORDER BY id FOR SHARE;

PERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
FROM new_rows AS item JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id;
RETURN NULL;

-- === source_item_updated ===
-- A quantity or a status that changes makes no new pair, and its level row is lock enough.
PERFORM FROM catalog_product WHERE id IN (
    SELECT product_id FROM (
        SELECT id, source_id, product_id FROM new_rows EXCEPT SELECT id, source_id, product_id FROM old_rows
    ) AS moved
) ORDER BY id FOR SHARE;
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

-- === one_at_a_time ===
-- Before the statement locks its rows: two who came here with rows in their hands would wait for each other's.
PERFORM catalog_lock_links();
RETURN NULL;

-- === link_inserted ===
DECLARE
    stock_ids bigint[];
    product_ids bigint[];
BEGIN
    PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM new_rows) ORDER BY id FOR NO KEY UPDATE;

    SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO stock_ids, product_ids
    FROM (
        SELECT link.stock_id, item.product_id
        FROM new_rows AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
        UNION
        SELECT level.stock_id, level.product_id
        FROM new_rows AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
        JOIN catalog_sharingstock AS mine ON mine.stock_id = link.stock_id
        JOIN catalog_sharingstock AS other ON other.group_id = mine.group_id
        JOIN catalog_stocklevel AS level ON level.stock_id = other.stock_id AND level.product_id = item.product_id
    ) AS pair;
    PERFORM catalog_group_stocks();
    PERFORM catalog_refresh_stock_levels(stock_ids, product_ids, TRUE);
    RETURN NULL;
END;

-- === link_updated ===
DECLARE
    stock_ids bigint[];
    product_ids bigint[];
BEGIN
    PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM old_rows UNION ALL SELECT source_id FROM new_rows)
    ORDER BY id FOR NO KEY UPDATE;

    SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO stock_ids, product_ids
    FROM (
        SELECT link.stock_id, item.product_id
        FROM (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
        UNION
        SELECT level.stock_id, level.product_id
        FROM (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
        JOIN catalog_sharingstock AS mine ON mine.stock_id = link.stock_id
        JOIN catalog_sharingstock AS other ON other.group_id = mine.group_id
        JOIN catalog_stocklevel AS level ON level.stock_id = other.stock_id AND level.product_id = item.product_id
    ) AS pair;
    PERFORM catalog_group_stocks();
    PERFORM catalog_refresh_stock_levels(stock_ids, product_ids, TRUE);
    RETURN NULL;
END;

-- === link_deleted ===
DECLARE
    stock_ids bigint[];
    product_ids bigint[];
BEGIN
    PERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM old_rows) ORDER BY id FOR NO KEY UPDATE;

    SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO stock_ids, product_ids
    FROM (
        SELECT link.stock_id, item.product_id
        FROM old_rows AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
        UNION
        SELECT level.stock_id, level.product_id
        FROM old_rows AS link JOIN catalog_sourceitem AS item ON item.source_id = link.source_id
        JOIN catalog_sharingstock AS mine ON mine.stock_id = link.stock_id
        JOIN catalog_sharingstock AS other ON other.group_id = mine.group_id
        JOIN catalog_stocklevel AS level ON level.stock_id = other.stock_id AND level.product_id = item.product_id
    ) AS pair;
    PERFORM catalog_group_stocks();
    PERFORM catalog_refresh_stock_levels(stock_ids, product_ids, FALSE);
    RETURN NULL;
END;

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
