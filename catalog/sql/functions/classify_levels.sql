-- Writes into the levels of products what they say of the product: its class, and whether it is sold at all.
CREATE OR REPLACE FUNCTION catalog_classify_levels(product_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF product_ids IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM catalog_product WHERE id = ANY (product_ids) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM catalog_stocklevel WHERE product_id = ANY (product_ids) ORDER BY product_id, stock_id FOR NO KEY UPDATE;

    UPDATE catalog_stocklevel AS level
    SET policy_class_id = wanted.policy_class_id, is_sold = wanted.is_sold
    FROM (
        SELECT
            product.id, product.is_enabled AND product.product_type <> 'configurable' AS is_sold,
            catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')) AS policy_class_id
        FROM catalog_product AS product
        LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
        WHERE product.id = ANY (product_ids) AND EXISTS (SELECT FROM catalog_stocklevel AS kept WHERE kept.product_id = product.id)
        OFFSET 0
    ) AS wanted
    WHERE level.product_id = wanted.id
      AND (level.policy_class_id, level.is_sold) IS DISTINCT FROM (wanted.policy_class_id, wanted.is_sold);
END;
$$;
