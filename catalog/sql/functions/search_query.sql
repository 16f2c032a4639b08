-- What was typed, as a question to catalog_productsearch: every word, as the beginning of one. NULL when no word is left. `in_shop`: descriptions
-- count too, and a department of that name, with all inside it, stands for its products.
CREATE OR REPLACE FUNCTION catalog_search_query(typed text, in_shop boolean) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT string_agg(
        CASE WHEN in_shop THEN format('(%1$L:* | %2$L:*%3$s)', word, '~' || word, (
            SELECT string_agg(DISTINCT format(' | %L', '~#' || inside.id), '')
            FROM catalog_category AS called
            JOIN catalog_category AS inside ON inside.id = called.id OR starts_with(inside.path, called.path || '/')
            WHERE catalog_search_words(called.name) @@ format('%L:*', word)::tsquery
        )) ELSE format('%L:*', word) END,
        ' & '
    )::tsquery
    FROM unnest(tsvector_to_array(catalog_search_words(typed))) AS word
$$;
