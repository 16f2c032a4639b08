-- What a product is found by follows its texts, its variants and its departments, whoever writes. Once per statement.

-- === product_inserted ===
PERFORM catalog_refresh_search(ARRAY(
    SELECT id FROM new_rows UNION ALL SELECT variant_of_id FROM new_rows WHERE variant_of_id IS NOT NULL
));
RETURN NULL;

-- === product_updated ===
-- Most updates touch no text.
PERFORM catalog_refresh_search(ARRAY(
    SELECT unnest(ARRAY[was.id, was.variant_of_id, now_is.variant_of_id])
    FROM old_rows AS was JOIN new_rows AS now_is USING (id)
    WHERE (was.sku, was.variant_of_id) IS DISTINCT FROM (now_is.sku, now_is.variant_of_id)
    UNION ALL
    SELECT was.id
    FROM old_rows AS was JOIN new_rows AS now_is USING (id)
    WHERE (was.name, was.short_description, was.description, was.product_type)
       <> (now_is.name, now_is.short_description, now_is.description, now_is.product_type)
));
RETURN NULL;

-- === product_deleted ===
DELETE FROM catalog_productsearch WHERE product_id IN (SELECT id FROM old_rows);
PERFORM catalog_refresh_search(ARRAY(SELECT variant_of_id FROM old_rows WHERE variant_of_id IS NOT NULL));
RETURN NULL;

-- === department_linked ===
UPDATE catalog_productsearch AS kept SET words = kept.words || linked.words
FROM (SELECT product_id, array_to_tsvector(array_agg('~#' || category_id)) AS words FROM new_rows GROUP BY product_id) AS linked
WHERE kept.product_id = linked.product_id;
RETURN NULL;

-- === department_unlinked ===
UPDATE catalog_productsearch AS kept SET words = ts_delete(kept.words, unlinked.words)
FROM (SELECT product_id, array_agg('~#' || category_id) AS words FROM old_rows GROUP BY product_id) AS unlinked
WHERE kept.product_id = unlinked.product_id;
RETURN NULL;

-- === department_moved ===
PERFORM catalog_refresh_search(ARRAY(SELECT product_id FROM old_rows UNION SELECT product_id FROM new_rows));
RETURN NULL;
