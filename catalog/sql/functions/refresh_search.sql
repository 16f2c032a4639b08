-- Writes what the given products are found by (docs/decisions/0058). Plain words are those of name and SKU, whose letters and digits are parted
-- too: "MB01" is found by 01. Behind a ~ stand words that the shop alone asks for: those of descriptions and of the SKUs of variants, and
-- behind ~# the departments, by number. The triggers of products call it (triggers/product_search.sql).
CREATE OR REPLACE FUNCTION catalog_refresh_search(product_ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO catalog_productsearch AS kept (product_id, words)
    SELECT
        product.id,
        catalog_search_words(
            product.name || ' ' || product.sku || ' '
            || regexp_replace(product.sku, '(?<=[[:alpha:]])(?=[0-9])|(?<=[0-9])(?=[[:alpha:]])', ' ', 'g')
        )
        || array_to_tsvector(ARRAY(
            SELECT '~' || word FROM unnest(tsvector_to_array(catalog_search_words(
                left(product.short_description, 20000) || ' ' || left(product.description, 50000) || ' '
                || CASE WHEN product.product_type = 'configurable' THEN coalesce((
                    SELECT string_agg(variant.sku, ' ') FROM catalog_product AS variant WHERE variant.variant_of_id = product.id
                ), '') ELSE '' END
            ))) AS word
        ))
        || array_to_tsvector(ARRAY(
            SELECT '~#' || category_id FROM catalog_product_categories AS link WHERE link.product_id = product.id
        ))
    FROM (SELECT DISTINCT id FROM unnest(product_ids) AS id) AS asked
    JOIN catalog_product AS product USING (id)
    ORDER BY product.id
    ON CONFLICT (product_id) DO UPDATE SET words = excluded.words WHERE kept.words <> excluded.words
$$;
