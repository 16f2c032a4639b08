-- === touch_cart ===
-- A cart whose lines are written is not forgotten, and is not thrown away with the old ones.
UPDATE backorders_cart SET touched_at = now() WHERE id = NEW.cart_id;
RETURN NULL;
-- === take_lines_along ===
-- Asked under the lock of the cart: a line that was put in while it was waited for goes with it.
DELETE FROM backorders_cartline WHERE cart_id = OLD.id;
RETURN OLD;
