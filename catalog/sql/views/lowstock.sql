-- What is at or below its notify level now: items of enabled sources, and what is free of each stock level.
-- Both halves are put together before anything is joined or asked of them: only so does PostgreSQL walk the two indexes of
-- quantities side by side, and a page of the lowest costs the same however many are low.
-- No level is higher than the greatest below: what is above it need not be joined with its product to be known as not low.
CREATE OR REPLACE VIEW catalog_lowstock AS
SELECT
    kept.id, kept.product_id, kept.source_id, kept.stock_id,
    kept.quantity, coalesce(kept.own, level.notify_at) AS notify_level, kept.on_hand
FROM (
    SELECT
        item.id * 2 AS id, item.product_id, item.source_id, NULL::bigint AS stock_id,
        item.quantity, item.notify_quantity AS own, item.quantity AS on_hand, 1 AS sources_assigned
    FROM catalog_sourceitem AS item
    UNION ALL
    SELECT
        stored.id * 2 + 1, stored.product_id, NULL::bigint, stored.stock_id,
        stored.free, NULL::numeric, stored.on_hand, stored.sources_assigned
    FROM catalog_stocklevel AS stored
) AS kept
JOIN catalog_notifylevel AS level ON level.product_id = kept.product_id
WHERE kept.quantity <= (SELECT greatest(
    coalesce((
        SELECT value FROM catalog_configurationvalue
        WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
    ), '1')::numeric,
    (SELECT max(notify_stock_qty) FROM catalog_stockitem),
    (SELECT max(notify_quantity) FROM catalog_sourceitem)
)) AND kept.sources_assigned > 0
AND (kept.source_id IS NULL OR kept.source_id IN (SELECT id FROM catalog_source WHERE is_enabled))
AND level.notify_at IS NOT NULL AND kept.quantity <= coalesce(kept.own, level.notify_at);
