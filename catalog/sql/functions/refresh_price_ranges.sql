-- Writes between which prices the given configurable products lie (docs/decisions/0087). What else is given is left out, or taken out. The rows
-- are locked before the prices are read: two who change a variant each would both miss the other's price. The triggers of products call it.
CREATE OR REPLACE FUNCTION catalog_refresh_price_ranges(product_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF product_ids = '{}' THEN
        RETURN;
    END IF;
    INSERT INTO catalog_pricerange (product_id, lowest, highest)
    SELECT id, price, price FROM catalog_product WHERE id = ANY (product_ids) AND product_type = 'configurable' ORDER BY id
    ON CONFLICT DO NOTHING;
    PERFORM FROM catalog_pricerange WHERE product_id = ANY (product_ids) ORDER BY product_id FOR UPDATE;
    DELETE FROM catalog_pricerange AS kept USING catalog_product AS product
    WHERE kept.product_id = ANY (product_ids) AND product.id = kept.product_id AND product.product_type <> 'configurable';
    UPDATE catalog_pricerange AS kept SET lowest = found.lowest, highest = found.highest
    FROM (
        SELECT product.id, coalesce(min(variant.price), product.price) AS lowest, coalesce(max(variant.price), product.price) AS highest
        FROM catalog_product AS product LEFT JOIN catalog_product AS variant ON variant.variant_of_id = product.id
        WHERE product.id = ANY (product_ids) AND product.product_type = 'configurable'
        GROUP BY product.id
    ) AS found
    WHERE kept.product_id = found.id AND (kept.lowest, kept.highest) <> (found.lowest, found.highest);
END
$$;
