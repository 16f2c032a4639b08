from django.db import migrations

JUDGE_LOW_STOCK = r"""
-- The level in force of some products changes from `before` to `after`: NULL is "nobody is to be told".
CREATE OR REPLACE FUNCTION catalog_judge_low_stock(of_products bigint[], before numeric[], after numeric[])
RETURNS void LANGUAGE sql AS $$
    SELECT catalog_note_low_stock(judged.product_id, judged.stock_id, judged.source_id, judged.quantity, judged.level, judged.was_low, judged.is_low)
    FROM (
        SELECT
            item.product_id, NULL::bigint AS stock_id, item.source_id, item.quantity,
            coalesce(item.notify_quantity, changed.after) AS level,
            changed.before IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, changed.before) AS was_low,
            changed.after IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, changed.after) AS is_low
        FROM unnest(of_products, before, after) AS changed (product_id, before, after)
        JOIN catalog_sourceitem AS item ON item.product_id = changed.product_id
        JOIN catalog_source AS source ON source.id = item.source_id AND source.is_enabled
        WHERE changed.before IS DISTINCT FROM changed.after
        UNION ALL
        SELECT
            kept.product_id, kept.stock_id, NULL, kept.free, changed.after,
            changed.before IS NOT NULL AND kept.free <= changed.before,
            changed.after IS NOT NULL AND kept.free <= changed.after
        FROM unnest(of_products, before, after) AS changed (product_id, before, after)
        JOIN catalog_stocklevel AS kept ON kept.product_id = changed.product_id AND kept.sources_assigned > 0
        WHERE changed.before IS DISTINCT FROM changed.after
    ) AS judged
    WHERE judged.was_low <> judged.is_low
$$;
"""
JUDGE_LOW_STOCK_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.catalog_judge_low_stock(of_products bigint[], before numeric[], after numeric[])
 RETURNS void
 LANGUAGE sql
AS $function$
    SELECT catalog_note_low_stock(judged.product_id, judged.stock_id, judged.source_id, judged.quantity, judged.level, judged.was_low, judged.is_low)
    FROM (
        SELECT
            item.product_id, NULL::bigint AS stock_id, item.source_id, item.quantity,
            coalesce(item.notify_quantity, changed.after) AS level,
            changed.before IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, changed.before) AS was_low,
            changed.after IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, changed.after) AS is_low
        FROM unnest(of_products, before, after) AS changed (product_id, before, after)
        JOIN catalog_sourceitem AS item ON item.product_id = changed.product_id
        JOIN catalog_source AS source ON source.id = item.source_id AND source.is_enabled
        WHERE changed.before IS DISTINCT FROM changed.after
        UNION ALL
        SELECT
            kept.product_id, kept.stock_id, NULL, kept.on_hand - kept.reserved, changed.after,
            changed.before IS NOT NULL AND kept.on_hand - kept.reserved <= changed.before,
            changed.after IS NOT NULL AND kept.on_hand - kept.reserved <= changed.after
        FROM unnest(of_products, before, after) AS changed (product_id, before, after)
        JOIN catalog_stocklevel AS kept ON kept.product_id = changed.product_id AND kept.sources_assigned > 0
        WHERE changed.before IS DISTINCT FROM changed.after
    ) AS judged
    WHERE judged.was_low <> judged.is_low
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0026_shared_levels"),
    ]

    operations = [
        migrations.RunSQL(JUDGE_LOW_STOCK, JUDGE_LOW_STOCK_BEFORE),
    ]
