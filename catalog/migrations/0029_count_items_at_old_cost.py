from django.db import migrations

LOCK_STOCK_LEVELS = r"""
-- Locks the levels of (stock, product) pairs and of all stocks that share sources with them, in the order of everybody (docs/decisions/0004),
-- and hands back the pairs with those of their groups. A group may grow while we wait: we look again until what is locked is what is there.
-- Where nobody shares, asked once the locks are held, the pairs are all there is: who links a source of theirs needs these levels first.
CREATE OR REPLACE FUNCTION catalog_lock_stock_levels(INOUT stock_ids bigint[], INOUT product_ids bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    asked_stocks bigint[] := stock_ids;
    asked_products bigint[] := product_ids;
    locked bigint[];
    there bigint[];
BEGIN
    LOOP
        SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO stock_ids, product_ids
        FROM (
            SELECT asked.stock_id, asked.product_id FROM unnest(asked_stocks, asked_products) AS asked (stock_id, product_id)
            UNION
            SELECT other.stock_id, asked.product_id
            FROM unnest(asked_stocks, asked_products) AS asked (stock_id, product_id)
            JOIN catalog_sharingstock AS mine ON mine.stock_id = asked.stock_id
            JOIN catalog_sharingstock AS other ON other.group_id = mine.group_id
        ) AS pair;
        SELECT array_agg(level.id) INTO there
        FROM (
            SELECT id FROM catalog_stocklevel
            WHERE (stock_id, product_id) IN (SELECT * FROM unnest(stock_ids, product_ids))
            ORDER BY product_id, stock_id
            FOR UPDATE
        ) AS level;
        EXIT WHEN there IS NOT DISTINCT FROM locked
            OR NOT EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (asked_stocks));
        locked := there;
    END LOOP;
END;
$$;
"""
LOCK_STOCK_LEVELS_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.catalog_lock_stock_levels(INOUT stock_ids bigint[], INOUT product_ids bigint[])
 RETURNS record
 LANGUAGE plpgsql
AS $function$
DECLARE
    asked_stocks bigint[] := stock_ids;
    asked_products bigint[] := product_ids;
    locked bigint[];
    there bigint[];
BEGIN
    LOOP
        SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO stock_ids, product_ids
        FROM (
            SELECT asked.stock_id, asked.product_id FROM unnest(asked_stocks, asked_products) AS asked (stock_id, product_id)
            UNION
            SELECT other.stock_id, asked.product_id
            FROM unnest(asked_stocks, asked_products) AS asked (stock_id, product_id)
            JOIN catalog_sharingstock AS mine ON mine.stock_id = asked.stock_id
            JOIN catalog_sharingstock AS other ON other.group_id = mine.group_id
        ) AS pair;
        SELECT array_agg(level.id) INTO there
        FROM (
            SELECT id FROM catalog_stocklevel
            WHERE (stock_id, product_id) IN (SELECT * FROM unnest(stock_ids, product_ids))
            ORDER BY product_id, stock_id
            FOR UPDATE
        ) AS level;
        EXIT WHEN there IS NOT DISTINCT FROM locked;
        locked := there;
    END LOOP;
END;
$function$
"""

REFRESH_STOCK_LEVELS = r"""
-- Sums the source items of (stock, product) pairs into their stock levels, and shares the units out where several stocks draw on them;
-- the triggers of items, links and sources call it (triggers/stock_level.sql). `create_missing`: also for pairs that have no level yet.
-- Planned once a session, for planning each time took longer than the work; such a plan knows no lengths, so nothing joins two lists of pairs.
CREATE OR REPLACE FUNCTION catalog_refresh_stock_levels(stock_ids bigint[], product_ids bigint[], create_missing boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    shared_products bigint[];
    shared_groups bigint[];
BEGIN
    IF create_missing THEN
        INSERT INTO catalog_stocklevel (stock_id, product_id)
        SELECT DISTINCT pair.stock_id, pair.product_id
        FROM unnest(stock_ids, product_ids) AS pair (stock_id, product_id)
        WHERE NOT EXISTS (
            SELECT FROM catalog_stocklevel AS level
            WHERE level.stock_id = pair.stock_id AND level.product_id = pair.product_id
        )
        ORDER BY pair.product_id, pair.stock_id
        ON CONFLICT DO NOTHING;
    END IF;

    -- Lock first; the next statement then sees all that was committed before the lock was granted.
    SELECT locked.stock_ids, locked.product_ids INTO stock_ids, product_ids
    FROM catalog_lock_stock_levels(stock_ids, product_ids) AS locked;

    -- Where nothing is promised and no count is below zero, nobody has units of a shelf that others draw on: sums are all there is to say.
    IF EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (stock_ids)) THEN
        SELECT
            array_agg(level.stock) FILTER (WHERE NOT level.is_shared_out),
            array_agg(level.product) FILTER (WHERE NOT level.is_shared_out),
            array_agg(level.product) FILTER (WHERE level.is_shared_out AND level.is_first),
            array_agg(level.of_group) FILTER (WHERE level.is_shared_out AND level.is_first)
        INTO stock_ids, product_ids, shared_products, shared_groups
        FROM (
            SELECT
                sums.stock, sums.product, sharing.group_id AS of_group, sums.stock = min(sums.stock) OVER together AS is_first,
                bool_or(sums.shares) OVER together AND (
                    bool_or(level.reserved <> 0) OVER together
                    OR EXISTS (SELECT FROM catalog_sourceitem AS item WHERE item.product_id = sums.product AND item.quantity < 0)
                ) AS is_shared_out
            FROM catalog_summed_levels(stock_ids, product_ids) AS sums
            JOIN catalog_stocklevel AS level ON level.stock_id = sums.stock AND level.product_id = sums.product
            LEFT JOIN catalog_sharingstock AS sharing ON sharing.stock_id = sums.stock
            WINDOW together AS (PARTITION BY sums.product, sharing.group_id)
        ) AS level;
    END IF;

    UPDATE catalog_stocklevel AS level
    SET on_hand = sums.on_hand, sources_in_stock = sums.in_stock, sources_assigned = sums.assigned,
        shares = sums.shares, elsewhere = 0
    FROM catalog_summed_levels(stock_ids, product_ids) AS sums
    WHERE level.stock_id = sums.stock
      AND level.product_id = sums.product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (sums.on_hand, sums.in_stock, sums.assigned, sums.shares, 0);

    PERFORM catalog_share_units(shared.product_id, shared.group_id, FALSE)
    FROM unnest(shared_products, shared_groups) AS shared (product_id, group_id);
END;
$$;
"""
REFRESH_STOCK_LEVELS_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.catalog_refresh_stock_levels(stock_ids bigint[], product_ids bigint[], create_missing boolean)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
    shared_products bigint[] := '{}';
    shared_groups bigint[] := '{}';
BEGIN
    IF create_missing THEN
        INSERT INTO catalog_stocklevel (stock_id, product_id)
        SELECT DISTINCT pair.stock_id, pair.product_id
        FROM unnest(stock_ids, product_ids) AS pair (stock_id, product_id)
        WHERE NOT EXISTS (
            SELECT FROM catalog_stocklevel AS level
            WHERE level.stock_id = pair.stock_id AND level.product_id = pair.product_id
        )
        ORDER BY pair.product_id, pair.stock_id
        ON CONFLICT DO NOTHING;
    END IF;

    -- Lock first; the next statement then sees all that was committed before the lock was granted.
    SELECT locked.stock_ids, locked.product_ids INTO stock_ids, product_ids
    FROM catalog_lock_stock_levels(stock_ids, product_ids) AS locked;

    -- Where nothing is promised and no count is below zero, nobody has units of a shelf that others draw on.
    IF EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (stock_ids)) THEN
        SELECT coalesce(array_agg(shared.product_id), '{}'), coalesce(array_agg(shared.group_id), '{}')
        INTO shared_products, shared_groups
        FROM (
            SELECT sums.product AS product_id, sharing.group_id
            FROM catalog_summed_levels(stock_ids, product_ids) AS sums
            JOIN catalog_sharingstock AS sharing ON sharing.stock_id = sums.stock
            JOIN catalog_stocklevel AS level ON level.stock_id = sums.stock AND level.product_id = sums.product
            GROUP BY sums.product, sharing.group_id
            HAVING bool_or(sums.shares) AND (
                bool_or(level.reserved <> 0)
                OR EXISTS (SELECT FROM catalog_sourceitem AS item WHERE item.product_id = sums.product AND item.quantity < 0)
            )
        ) AS shared;
    END IF;

    UPDATE catalog_stocklevel AS level
    SET on_hand = sums.on_hand, sources_in_stock = sums.in_stock, sources_assigned = sums.assigned,
        shares = sums.shares, elsewhere = 0
    FROM catalog_summed_levels(stock_ids, product_ids) AS sums
    WHERE level.stock_id = sums.stock
      AND level.product_id = sums.product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (sums.on_hand, sums.in_stock, sums.assigned, sums.shares, 0)
      AND NOT EXISTS (
          SELECT FROM unnest(shared_products, shared_groups) AS shared (product_id, group_id)
          JOIN catalog_sharingstock AS sharing ON sharing.group_id = shared.group_id
          WHERE shared.product_id = sums.product AND sharing.stock_id = sums.stock
      );

    PERFORM catalog_share_units(shared.product_id, shared.group_id, FALSE)
    FROM unnest(shared_products, shared_groups) AS shared (product_id, group_id);
END;
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0028_quick_sku_key"),
    ]

    operations = [
        migrations.RunSQL(LOCK_STOCK_LEVELS, LOCK_STOCK_LEVELS_BEFORE),
        migrations.RunSQL(REFRESH_STOCK_LEVELS, REFRESH_STOCK_LEVELS_BEFORE),
    ]
