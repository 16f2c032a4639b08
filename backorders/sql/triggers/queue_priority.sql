-- A line that is served sooner or later than before: where its product lies on a shelf that several stocks draw on, somebody else owes.

-- === share_out_anew ===
PERFORM catalog_refresh_stock_levels(array_agg(stock_id), ARRAY[NEW.product_id], FALSE) FROM backorders_order WHERE id = NEW.order_id;
RETURN NULL;
