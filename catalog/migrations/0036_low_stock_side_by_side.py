from django.db import migrations

LOWSTOCK = r"""
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
"""
LOWSTOCK_BEFORE = r"""
CREATE OR REPLACE VIEW catalog_lowstock AS
 SELECT (item.id * 2) AS id,
    item.product_id,
    item.source_id,
    NULL::bigint AS stock_id,
    item.quantity,
    COALESCE(item.notify_quantity, level.notify_at) AS notify_level,
    item.quantity AS on_hand
   FROM ((catalog_sourceitem item
     JOIN catalog_source source ON (((source.id = item.source_id) AND source.is_enabled)))
     JOIN catalog_notifylevel level ON ((level.product_id = item.product_id)))
  WHERE ((item.quantity <= ( SELECT GREATEST((COALESCE(( SELECT catalog_configurationvalue.value
                   FROM catalog_configurationvalue
                  WHERE (((catalog_configurationvalue.path)::text = 'cataloginventory/item_options/notify_stock_qty'::text) AND (catalog_configurationvalue.scope = 0))), '1'::text))::numeric, ( SELECT max(catalog_stockitem.notify_stock_qty) AS max
                   FROM catalog_stockitem), ( SELECT max(catalog_sourceitem.notify_quantity) AS max
                   FROM catalog_sourceitem)) AS "greatest")) AND (level.notify_at IS NOT NULL) AND (item.quantity <= COALESCE(item.notify_quantity, level.notify_at)))
UNION ALL
 SELECT ((kept.id * 2) + 1) AS id,
    kept.product_id,
    NULL::bigint AS source_id,
    kept.stock_id,
    kept.free AS quantity,
    level.notify_at AS notify_level,
    kept.on_hand
   FROM (catalog_stocklevel kept
     JOIN catalog_notifylevel level ON ((level.product_id = kept.product_id)))
  WHERE ((kept.free <= ( SELECT GREATEST((COALESCE(( SELECT catalog_configurationvalue.value
                   FROM catalog_configurationvalue
                  WHERE (((catalog_configurationvalue.path)::text = 'cataloginventory/item_options/notify_stock_qty'::text) AND (catalog_configurationvalue.scope = 0))), '1'::text))::numeric, ( SELECT max(catalog_stockitem.notify_stock_qty) AS max
                   FROM catalog_stockitem), ( SELECT max(catalog_sourceitem.notify_quantity) AS max
                   FROM catalog_sourceitem)) AS "greatest")) AND (kept.sources_assigned > 0) AND (kept.free <= level.notify_at));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0035_lowest_first"),
    ]

    operations = [
        migrations.RunSQL(LOWSTOCK, LOWSTOCK_BEFORE),
    ]
