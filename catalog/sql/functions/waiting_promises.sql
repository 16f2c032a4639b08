-- Open lines of a product in queue order. The catalog knows no orders, so it knows none; the app backorders puts its own in this place.
CREATE OR REPLACE FUNCTION catalog_waiting_promises(of_product bigint)
RETURNS TABLE (line bigint, stock bigint, units numeric) LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, NULL::bigint, NULL::numeric WHERE FALSE
$$;
