-- === touch_cart ===
-- A cart whose lines are written is not forgotten, and is not thrown away with the old ones.
UPDATE backorders_cart SET touched_at = now() WHERE id = NEW.cart_id;
RETURN NULL;
