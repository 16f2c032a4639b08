from django.db import migrations, models

# No level is higher than this: what is above it need not be joined with its product to be known as not low.
VIEW = """
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
    kept.on_hand - kept.reserved, level.notify_at, kept.on_hand
FROM catalog_stocklevel AS kept
JOIN catalog_notifylevel AS level ON level.product_id = kept.product_id
WHERE kept.on_hand - kept.reserved <= (SELECT greatest(
    coalesce((
        SELECT value FROM catalog_configurationvalue
        WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
    ), '1')::numeric,
    (SELECT max(notify_stock_qty) FROM catalog_stockitem),
    (SELECT max(notify_quantity) FROM catalog_sourceitem)
)) AND kept.sources_assigned > 0 AND kept.on_hand - kept.reserved <= level.notify_at;
"""
BEFORE = """
CREATE OR REPLACE VIEW catalog_lowstock AS
SELECT
    item.id * 2 AS id, item.product_id, item.source_id, NULL::bigint AS stock_id,
    item.quantity, coalesce(item.notify_quantity, level.notify_at) AS notify_level, item.quantity AS on_hand
FROM catalog_sourceitem AS item
JOIN catalog_source AS source ON source.id = item.source_id AND source.is_enabled
JOIN catalog_notifylevel AS level ON level.product_id = item.product_id
WHERE level.notify_at IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, level.notify_at)
UNION ALL
SELECT
    kept.id * 2 + 1, kept.product_id, NULL::bigint, kept.stock_id,
    kept.on_hand - kept.reserved, level.notify_at, kept.on_hand
FROM catalog_stocklevel AS kept
JOIN catalog_notifylevel AS level ON level.product_id = kept.product_id
WHERE kept.sources_assigned > 0 AND kept.on_hand - kept.reserved <= level.notify_at;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0017_kept_forms"),
    ]

    operations = [
        migrations.RunSQL(VIEW, BEFORE),
        migrations.AddIndex(
            model_name="sourceitem",
            index=models.Index(
                condition=models.Q(("notify_quantity__isnull", False)),
                fields=["notify_quantity"],
                name="source_item_by_own_level",
            ),
        ),
        migrations.AddIndex(
            model_name="stockitem",
            index=models.Index(
                condition=models.Q(("notify_stock_qty__isnull", False)),
                fields=["notify_stock_qty"],
                name="stock_item_by_own_level",
            ),
        ),
    ]
