-- Open reserved lines of a product in queue order, managed or not. The catalog asks for them and knows no orders: its migration made the
-- function empty, and this is what stands in its place.
CREATE OR REPLACE FUNCTION catalog_waiting_promises(of_product bigint)
RETURNS TABLE (line bigint, stock bigint, units numeric) LANGUAGE sql STABLE AS $$
    SELECT waiting.id, placed.stock_id, waiting.ordered - waiting.shipped - waiting.canceled - waiting.released
    FROM backorders_orderline AS waiting
    JOIN backorders_order AS placed ON placed.id = waiting.order_id
    WHERE waiting.product_id = of_product AND waiting.is_reserved
      AND waiting.ordered > waiting.shipped + waiting.canceled + waiting.released
      AND placed.status IN ('pending_payment', 'processing', 'holded')
    ORDER BY waiting.queue_priority, placed.placed_at, waiting.id
$$;
