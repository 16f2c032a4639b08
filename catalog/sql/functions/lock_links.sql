-- The gate of who changes which sources count in which stocks: one at a time, before any row is locked (docs/decisions/0004).
CREATE OR REPLACE FUNCTION catalog_lock_links() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('links of stocks'));
END;
$$;
