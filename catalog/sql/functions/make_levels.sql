-- Makes the levels that (stock, product) pairs do not have yet, and hands back the pairs that are still to be summed. Its caller holds the
-- product, shared, or the gate of links.
-- A level that is made has its sums at once, written one time instead of two: who adds a unit of the same pair meanwhile makes the level
-- himself, and we stand back, or waits here for us and sums afterwards. Where sources are shared, others may have units of it: it is made
-- empty, and summed under the locks of all.
CREATE OR REPLACE FUNCTION catalog_make_levels(INOUT stock_ids bigint[], INOUT product_ids bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    new_stocks bigint[];
    new_products bigint[];
    is_alone boolean;
BEGIN
    SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO new_stocks, new_products
    FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
    -- OFFSET 0: asked pair by pair, for a join with an empty table would be kept for a large one.
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT stock_id FROM catalog_stocklevel WHERE product_id = pair.product_id OFFSET 0
        ) AS level WHERE level.stock_id = pair.stock_id
    );
    IF new_products IS NULL THEN
        RETURN;
    END IF;
    is_alone := NOT EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (new_stocks));

    WITH made AS (
        INSERT INTO catalog_stocklevel (
            stock_id, product_id, policy_class_id, is_sold, on_hand, sources_in_stock, sources_assigned
        )
        SELECT
            sums.stock, sums.product, product.class, product.is_sold,
            CASE WHEN is_alone THEN sums.on_hand ELSE 0 END,
            CASE WHEN is_alone THEN sums.in_stock ELSE 0 END,
            CASE WHEN is_alone THEN sums.assigned ELSE 0 END
        FROM catalog_summed_levels(new_stocks, new_products) AS sums
        -- Once for each pair, as above.
        CROSS JOIN LATERAL (
            SELECT
                catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')) AS class,
                found.is_enabled AND found.product_type <> 'configurable' AS is_sold
            FROM catalog_product AS found LEFT JOIN catalog_stockitem AS item ON item.product_id = found.id
            WHERE found.id = sums.product
            OFFSET 0
        ) AS product
        ORDER BY sums.product, sums.stock
        ON CONFLICT DO NOTHING
        RETURNING stock_id, product_id
    )
    SELECT array_agg(left_over.stock_id), array_agg(left_over.product_id) INTO stock_ids, product_ids
    FROM (
        SELECT * FROM unnest(stock_ids, product_ids) AS pair (stock_id, product_id)
        EXCEPT
        SELECT stock_id, product_id FROM made WHERE is_alone
    ) AS left_over;
END;
$$;
