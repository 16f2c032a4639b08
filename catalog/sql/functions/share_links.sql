-- The gate of links (catalog_lock_links), held by many at once: by who changes what levels say of their products, before any row is locked.
CREATE OR REPLACE FUNCTION catalog_share_links() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('links of stocks'));
END;
$$;
