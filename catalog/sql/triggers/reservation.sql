-- The guard of the ledger: it counts each row on its level, and refuses a promise that would pass its floor.

-- === guard_and_count ===
DECLARE
    is_counted boolean;
    of_group bigint;
    debts numeric[];
BEGIN
    IF NOT EXISTS (SELECT FROM catalog_stocklevel WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id) THEN
        PERFORM FROM catalog_product WHERE id = NEW.product_id FOR SHARE;
        PERFORM catalog_make_levels(ARRAY[NEW.stock_id], ARRAY[NEW.product_id]);
    END IF;

    -- Where others draw on the same sources, once more under the locks of all of them. `free` in RETURNING is that of the new row.
    FOR attempt IN 1..2 LOOP
        UPDATE catalog_stocklevel
        SET reserved = reserved - NEW.quantity
        WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id AND (attempt = 2 OR NOT shares)
          AND (NEW.quantity >= 0 OR NEW.floor IS NULL OR free + NEW.quantity >= NEW.floor)
          AND (
              NEW.quantity >= 0 OR sources_in_stock > 0
              OR NEW.event_type NOT IN ('order_placed', 'order_edited', 'order_reopened')
          )
        RETURNING free INTO NEW.free_after;
        is_counted := FOUND;
        EXIT WHEN is_counted OR attempt = 2;
        PERFORM catalog_lock_stock_levels(ARRAY[NEW.stock_id], ARRAY[NEW.product_id]);
        SELECT sharing.group_id, catalog_debts_of_others(NEW.product_id, sharing.group_id, NEW.stock_id) INTO of_group, debts
        FROM catalog_stocklevel AS level JOIN catalog_sharingstock AS sharing ON sharing.stock_id = level.stock_id
        WHERE level.stock_id = NEW.stock_id AND level.product_id = NEW.product_id AND level.shares;
    END LOOP;

    -- What is covered when it stands last is covered in any place of the queue, and takes from nobody: the queue is asked only where a
    -- part is owed. That part may stand before what others are promised, as its place is the order's date, taken before the lock.
    IF is_counted AND of_group IS NOT NULL THEN
        PERFORM catalog_share_units(NEW.product_id, of_group, NEW.quantity < 0 AND NEW.free_after >= 0);
        -- A parcel that is undone brings its units along, and had them before: it takes nothing that was another's.
        IF NEW.quantity < 0 AND NEW.free_after < 0 AND NEW.event_type <> 'shipment_undone'
           AND catalog_debts_of_others(NEW.product_id, of_group, NEW.stock_id) <> debts THEN
            RAISE EXCEPTION 'an older place in the queue of product % would take units from another stock', NEW.product_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_within_floor';
        END IF;
        SELECT free INTO NEW.free_after
        FROM catalog_stocklevel WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id;
    END IF;

    IF NOT is_counted THEN
        IF NEW.event_type NOT IN ('order_placed', 'order_reopened') AND (NEW.event_type <> 'order_edited' OR NEW.quantity > 0)
           AND NOT EXISTS (SELECT FROM catalog_product WHERE id = NEW.product_id) THEN
            NEW.free_after := 0;
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'product % in stock % has not % units to sell', NEW.product_id, NEW.stock_id, -NEW.quantity
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_within_floor';
    END IF;
    RETURN NEW;
END;
