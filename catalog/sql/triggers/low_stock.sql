-- The triggers that notice when a quantity falls to its notify level, whoever writes.
--
-- Nothing is stored but the notice itself: each compares the row as it was with the row as it is, and both with the level in force.
-- The row that changed is locked by its own change, so two buyers who cross together are seen one after the other. What stands
-- here costs the sale two look-ups by key; the row of a notice is written at a crossing only.

-- === stock_level ===
DECLARE
    in_force numeric;
    was_low boolean;
    is_low boolean;
BEGIN
    SELECT notify_at INTO in_force FROM catalog_notifylevel WHERE product_id = NEW.product_id;
    was_low := OLD.free <= in_force;
    -- A level without a source: the product is not assigned yet, or no more. Its first quantity is no fall.
    is_low := NEW.sources_assigned > 0 AND NEW.free <= in_force;
    IF was_low <> is_low THEN
        PERFORM catalog_note_low_stock(
            NEW.product_id, NEW.stock_id, NULL, NEW.free, in_force, was_low, is_low
        );
    END IF;
    RETURN NULL;
END;

-- === source_item ===
-- Once a statement: an import counts thousands. An item that is moved to another product or source is a new one there: nothing fell.
PERFORM catalog_note_low_stock(
    judged.product_id, NULL, judged.source_id, judged.quantity, judged.level, judged.was_low, judged.is_low
)
FROM (
    SELECT
        now_is.product_id, now_is.source_id, now_is.quantity,
        coalesce(now_is.notify_quantity, level.notify_at) AS level,
        was.quantity <= coalesce(was.notify_quantity, level.notify_at) AS was_low,
        now_is.quantity <= coalesce(now_is.notify_quantity, level.notify_at) AS is_low
    FROM new_rows AS now_is
    JOIN old_rows AS was USING (id, product_id, source_id)
    JOIN catalog_notifylevel AS level ON level.product_id = now_is.product_id AND level.notify_at IS NOT NULL
    JOIN catalog_source AS source ON source.id = now_is.source_id AND source.is_enabled
    WHERE (was.quantity, was.notify_quantity) IS DISTINCT FROM (now_is.quantity, now_is.notify_quantity)
) AS judged
WHERE judged.was_low <> judged.is_low;
RETURN NULL;

-- === source ===
PERFORM catalog_note_low_stock(
    item.product_id, NULL, item.source_id, item.quantity, coalesce(item.notify_quantity, level.notify_at),
    OLD.is_enabled, NEW.is_enabled
)
FROM catalog_sourceitem AS item JOIN catalog_notifylevel AS level ON level.product_id = item.product_id
WHERE item.source_id = NEW.id AND level.notify_at IS NOT NULL
  AND item.quantity <= coalesce(item.notify_quantity, level.notify_at);
RETURN NULL;

-- === product ===
PERFORM catalog_judge_low_stock(
    ARRAY[NEW.id],
    ARRAY[catalog_notify_level(
        OLD.is_enabled, OLD.product_type, own.manage_stock, own.notify_stock_qty, configured.manage, configured.notify
    )],
    ARRAY[catalog_notify_level(
        NEW.is_enabled, NEW.product_type, own.manage_stock, own.notify_stock_qty, configured.manage, configured.notify
    )]
)
FROM catalog_notify_configured() AS configured LEFT JOIN catalog_stockitem AS own ON own.product_id = NEW.id;
RETURN NULL;

-- === stock_item ===
-- OLD is NULL on insert and NEW on delete: "Use Config Setting", as for a product that has no row.
PERFORM catalog_judge_low_stock(
    ARRAY[product.id],
    ARRAY[catalog_notify_level(
        product.is_enabled, product.product_type, OLD.manage_stock, OLD.notify_stock_qty, configured.manage, configured.notify
    )],
    ARRAY[catalog_notify_level(
        product.is_enabled, product.product_type, NEW.manage_stock, NEW.notify_stock_qty, configured.manage, configured.notify
    )]
)
FROM catalog_notify_configured() AS configured, catalog_product AS product
WHERE product.id = coalesce(NEW.product_id, OLD.product_id);
RETURN NULL;

-- === configuration ===
-- What is configured now is known; before, one of the two was another: OLD is NULL when the built-in value was in force.
DECLARE
    configured record;
    before record;
BEGIN
    SELECT * INTO configured FROM catalog_notify_configured();
    IF coalesce(NEW.path, OLD.path) = 'cataloginventory/item_options/manage_stock' THEN
        SELECT coalesce(OLD.value, '1') AS manage, configured.notify AS notify INTO before;
    ELSE
        SELECT configured.manage AS manage, coalesce(OLD.value, '1') AS notify INTO before;
    END IF;
    -- Products with both values of their own do not hear of it.
    PERFORM catalog_judge_low_stock(
        array_agg(product.id),
        array_agg(catalog_notify_level(
            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, before.manage, before.notify
        )),
        array_agg(catalog_notify_level(
            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty,
            configured.manage, configured.notify
        ))
    )
    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id
    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;
    RETURN NULL;
END;

-- === product_deleted ===
DELETE FROM catalog_lowstocknotice WHERE product_id IN (SELECT id FROM old_rows);
RETURN NULL;

-- === source_deleted ===
DELETE FROM catalog_lowstocknotice WHERE source_id IN (SELECT id FROM old_rows);
RETURN NULL;

-- === stock_deleted ===
DELETE FROM catalog_lowstocknotice WHERE stock_id IN (SELECT id FROM old_rows);
RETURN NULL;
