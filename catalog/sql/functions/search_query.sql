-- What was typed, as a question to catalog_productsearch: every word, as the beginning of one. NULL when no word is left. `in_shop`: descriptions
-- count too, a department of that name, with all inside it, stands for its products, and a plural finds the word itself besides: "bags" a bag,
-- "knives" a knife. Names are of every language, so that it is no stemming, and what is found by it alone comes last (queries/product_search.py).
CREATE OR REPLACE FUNCTION catalog_search_query(typed text, in_shop boolean) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT string_agg(
        CASE WHEN in_shop THEN format('(%1$L:* | %2$L:*%3$s%4$s)', word, '~' || word, (
            SELECT string_agg(format(' | %L | %L', one, '~' || one), '') FROM unnest(singulars) AS one
        ), (
            SELECT string_agg(DISTINCT format(' | %L', '~#' || inside.id), '')
            FROM catalog_category AS called
            JOIN catalog_category AS inside ON inside.id = called.id OR starts_with(inside.path, called.path || '/')
            WHERE catalog_search_words(called.name) @@ format('%L:*', word)::tsquery
               OR tsvector_to_array(catalog_search_words(called.name)) && singulars
        )) ELSE format('%L:*', word) END,
        ' & '
    )::tsquery
    FROM unnest(tsvector_to_array(catalog_search_words(typed))) AS word
    CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
        CASE WHEN word ~ '[[:alpha:]]{2}[^s]s$' THEN left(word, -1) END,
        CASE WHEN word ~ '[[:alpha:]]{2}(s|x|z|ch|sh)es$' THEN left(word, -2) END,
        CASE WHEN word ~ '[[:alpha:]]{2}ies$' THEN left(word, -3) || 'y' END,
        CASE WHEN word ~ '[[:alpha:]]{2}ves$' THEN left(word, -3) || 'f' END,
        CASE WHEN word ~ '[[:alpha:]]{2}ves$' THEN left(word, -3) || 'fe' END
    ], NULL) AS singulars) AS ending
$$;
