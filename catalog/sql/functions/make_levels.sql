-- Makes the levels that (stock, product) pairs do not have yet. Its caller holds the product, shared, or the gate of links.
CREATE OR REPLACE FUNCTION catalog_make_levels(stock_ids bigint[], product_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_stocklevel (stock_id, product_id, policy_class_id, is_sold)
    SELECT
        pair.stock_id, pair.product_id,
        catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')),
        product.is_enabled AND product.product_type <> 'configurable'
    FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
    JOIN catalog_product AS product ON product.id = pair.product_id
    LEFT JOIN catalog_stockitem AS item ON item.product_id = pair.product_id
    -- OFFSET 0: asked pair by pair, for a join with an empty table would be kept for a large one.
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT stock_id FROM catalog_stocklevel WHERE product_id = pair.product_id OFFSET 0
        ) AS level WHERE level.stock_id = pair.stock_id
    )
    ORDER BY pair.product_id, pair.stock_id
    ON CONFLICT DO NOTHING;
END;
$$;
