-- Between which prices a configurable product lies follows its variants, whoever writes. Once per statement.

-- === product_insert ===
PERFORM catalog_refresh_price_ranges(ARRAY(
    SELECT CASE WHEN product_type = 'configurable' THEN id ELSE variant_of_id END FROM new_rows
    WHERE product_type = 'configurable' OR variant_of_id IS NOT NULL
));
RETURN NULL;

-- === product_update ===
PERFORM catalog_refresh_price_ranges(ARRAY(
    SELECT unnest(ARRAY[was.variant_of_id, now_is.variant_of_id, now_is.id])
    FROM old_rows AS was JOIN new_rows AS now_is USING (id)
    WHERE (was.price, was.product_type, was.variant_of_id) IS DISTINCT FROM (now_is.price, now_is.product_type, now_is.variant_of_id)
      AND (
          'configurable' IN (was.product_type, now_is.product_type) OR was.variant_of_id IS NOT NULL OR now_is.variant_of_id IS NOT NULL
      )
));
RETURN NULL;

-- === product_delete ===
DELETE FROM catalog_pricerange WHERE product_id IN (SELECT id FROM old_rows);
PERFORM catalog_refresh_price_ranges(ARRAY(SELECT variant_of_id FROM old_rows WHERE variant_of_id IS NOT NULL));
RETURN NULL;
