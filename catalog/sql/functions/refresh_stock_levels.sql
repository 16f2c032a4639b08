-- Sums the source items of (stock, product) pairs into their stock levels; the triggers of items, links and sources call it
-- (triggers/stock_level.sql). `create_missing`: also for pairs that have no level yet.
CREATE OR REPLACE FUNCTION catalog_refresh_stock_levels(stock_ids bigint[], product_ids bigint[], create_missing boolean)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF create_missing THEN
        INSERT INTO catalog_stocklevel (stock_id, product_id)
        SELECT DISTINCT pair.stock_id, pair.product_id
        FROM unnest(stock_ids, product_ids) AS pair (stock_id, product_id)
        WHERE NOT EXISTS (
            SELECT FROM catalog_stocklevel AS level
            WHERE level.stock_id = pair.stock_id AND level.product_id = pair.product_id
        )
        ORDER BY pair.stock_id, pair.product_id
        ON CONFLICT DO NOTHING;
    END IF;

    -- Lock first, in one order for everybody; the next statement then sees all that was committed before the lock was granted.
    PERFORM FROM catalog_stocklevel AS level
    WHERE (level.stock_id, level.product_id) IN (SELECT * FROM unnest(stock_ids, product_ids))
    ORDER BY level.stock_id, level.product_id
    FOR UPDATE;

    UPDATE catalog_stocklevel AS level
    SET on_hand = sums.on_hand, sources_in_stock = sums.in_stock, sources_assigned = sums.assigned
    FROM (
        SELECT
            pair.stock_id,
            pair.product_id,
            coalesce(sum(item.quantity) FILTER (WHERE item.is_in_stock AND source.is_enabled), 0) AS on_hand,
            count(item.id) FILTER (WHERE item.is_in_stock AND source.is_enabled) AS in_stock,
            count(item.id) AS assigned
        FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
        LEFT JOIN catalog_stocksourcelink AS link ON link.stock_id = pair.stock_id
        LEFT JOIN catalog_source AS source ON source.id = link.source_id
        LEFT JOIN catalog_sourceitem AS item ON item.source_id = source.id AND item.product_id = pair.product_id
        GROUP BY pair.stock_id, pair.product_id
    ) AS sums
    WHERE level.stock_id = sums.stock_id
      AND level.product_id = sums.product_id
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned)
          IS DISTINCT FROM (sums.on_hand, sums.in_stock, sums.assigned);
END;
$$;
