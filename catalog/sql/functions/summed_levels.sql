-- What source items come to in each (stock, product), and whether one of them lies at a source that another stock draws on as well.
-- `+ 0`: items are looked up by their product, never among all of a source (refresh_stock_levels.sql says why).
CREATE OR REPLACE FUNCTION catalog_summed_levels(stock_ids bigint[], product_ids bigint[])
RETURNS TABLE (stock bigint, product bigint, on_hand numeric, in_stock bigint, assigned bigint, shares boolean)
LANGUAGE sql STABLE AS $$
    SELECT
        pair.stock_id,
        pair.product_id,
        coalesce(sum(item.quantity) FILTER (WHERE item.is_in_stock AND source.is_enabled), 0),
        count(item.id) FILTER (WHERE item.is_in_stock AND source.is_enabled),
        count(item.id),
        coalesce(bool_or(item.id IS NOT NULL AND sharing.stock_id IS NOT NULL AND EXISTS (
            SELECT FROM catalog_stocksourcelink AS other
            WHERE other.source_id = link.source_id AND other.stock_id <> link.stock_id
        )), FALSE)
    FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
    LEFT JOIN catalog_sharingstock AS sharing ON sharing.stock_id = pair.stock_id
    LEFT JOIN catalog_stocksourcelink AS link ON link.stock_id = pair.stock_id
    LEFT JOIN catalog_source AS source ON source.id = link.source_id
    LEFT JOIN catalog_sourceitem AS item ON item.source_id + 0 = source.id AND item.product_id = pair.product_id
    GROUP BY pair.stock_id, pair.product_id
$$;
