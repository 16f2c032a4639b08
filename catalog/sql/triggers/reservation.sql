-- The guard of the ledger: it counts each row on its level, and refuses a promise that would pass its floor.

-- === guard_and_count ===
INSERT INTO catalog_stocklevel (stock_id, product_id)
SELECT NEW.stock_id, NEW.product_id
WHERE NOT EXISTS (
    SELECT FROM catalog_stocklevel WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id
) AND EXISTS (SELECT FROM catalog_product WHERE id = NEW.product_id)
ON CONFLICT DO NOTHING;

UPDATE catalog_stocklevel
SET reserved = reserved - NEW.quantity
WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id
  AND (NEW.quantity >= 0 OR NEW.floor IS NULL OR on_hand - reserved + NEW.quantity >= NEW.floor)
  AND (
      NEW.quantity >= 0 OR sources_in_stock > 0
      OR NEW.event_type NOT IN ('order_placed', 'order_edited', 'order_reopened')
  )
RETURNING on_hand - reserved INTO NEW.free_after;

IF NOT FOUND THEN
    IF NEW.event_type NOT IN ('order_placed', 'order_reopened') AND (NEW.event_type <> 'order_edited' OR NEW.quantity > 0)
       AND NOT EXISTS (SELECT FROM catalog_product WHERE id = NEW.product_id) THEN
        NEW.free_after := 0;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'product % in stock % has not % units to sell', NEW.product_id, NEW.stock_id, -NEW.quantity
    USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_within_floor';
END IF;
RETURN NEW;
