-- What is at or below its notify level now: items of enabled sources, and what is free of each stock level.
-- No level is higher than the greatest below: what is above it need not be joined with its product to be known as not low.
CREATE OR REPLACE VIEW catalog_lowstock AS
SELECT
    item.id * 2 AS id, item.product_id, item.source_id, NULL::bigint AS stock_id,
    item.quantity, coalesce(item.notify_quantity, level.notify_at) AS notify_level, item.quantity AS on_hand
FROM catalog_sourceitem AS item
JOIN catalog_source AS source ON source.id = item.source_id AND source.is_enabled
JOIN catalog_notifylevel AS level ON level.product_id = item.product_id
WHERE item.quantity <= (SELECT greatest(
    coalesce((
        SELECT value FROM catalog_configurationvalue
        WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
    ), '1')::numeric,
    (SELECT max(notify_stock_qty) FROM catalog_stockitem),
    (SELECT max(notify_quantity) FROM catalog_sourceitem)
)) AND level.notify_at IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, level.notify_at)
UNION ALL
SELECT
    kept.id * 2 + 1, kept.product_id, NULL::bigint, kept.stock_id,
    kept.free, level.notify_at, kept.on_hand
FROM catalog_stocklevel AS kept
JOIN catalog_notifylevel AS level ON level.product_id = kept.product_id
WHERE kept.free <= (SELECT greatest(
    coalesce((
        SELECT value FROM catalog_configurationvalue
        WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
    ), '1')::numeric,
    (SELECT max(notify_stock_qty) FROM catalog_stockitem),
    (SELECT max(notify_quantity) FROM catalog_sourceitem)
)) AND kept.sources_assigned > 0 AND kept.free <= level.notify_at;
