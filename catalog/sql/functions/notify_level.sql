-- The quantity at which somebody is to be told of a product, once for triggers and report; NULL: nobody is to be told.
CREATE OR REPLACE FUNCTION catalog_notify_level(
    is_enabled boolean, product_type text, own_manage boolean, own_notify numeric, manage text, notify text
) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN is_enabled AND product_type <> 'configurable' AND coalesce(own_manage, manage = '1')
        THEN coalesce(own_notify, notify::numeric)
    END
$$;
