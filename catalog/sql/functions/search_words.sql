-- The words of a text as search knows them: small letters, and parted at every sign, so that "24-MB01" is 24 and mb01. None holds a ~, which
-- marks words of the shop alone.
CREATE OR REPLACE FUNCTION catalog_search_words(typed text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strip(to_tsvector('pg_catalog.simple', translate(lower(typed), '-/_.,:@''+<>&~', '             ')))
$$;
