from django.db import migrations

MAKE_LEVELS = r"""
DROP FUNCTION catalog_make_levels;
-- Makes the levels that (stock, product) pairs do not have yet, and hands back the pairs that are still to be summed. Its caller holds the
-- product, shared, or the gate of links.
-- A level that is made has its sums at once, written one time instead of two: who adds a unit of the same pair meanwhile makes the level
-- himself, and we stand back, or waits here for us and sums afterwards. Where sources are shared, others may have units of it: it is made
-- empty, and summed under the locks of all.
CREATE OR REPLACE FUNCTION catalog_make_levels(INOUT stock_ids bigint[], INOUT product_ids bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    new_stocks bigint[];
    new_products bigint[];
    is_alone boolean;
BEGIN
    SELECT array_agg(pair.stock_id), array_agg(pair.product_id) INTO new_stocks, new_products
    FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
    -- OFFSET 0: asked pair by pair, for a join with an empty table would be kept for a large one.
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT stock_id FROM catalog_stocklevel WHERE product_id = pair.product_id OFFSET 0
        ) AS level WHERE level.stock_id = pair.stock_id
    );
    IF new_products IS NULL THEN
        RETURN;
    END IF;
    is_alone := NOT EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (new_stocks));

    WITH made AS (
        INSERT INTO catalog_stocklevel (
            stock_id, product_id, policy_class_id, is_sold, on_hand, sources_in_stock, sources_assigned
        )
        SELECT
            sums.stock, sums.product, product.class, product.is_sold,
            CASE WHEN is_alone THEN sums.on_hand ELSE 0 END,
            CASE WHEN is_alone THEN sums.in_stock ELSE 0 END,
            CASE WHEN is_alone THEN sums.assigned ELSE 0 END
        FROM catalog_summed_levels(new_stocks, new_products) AS sums
        -- Once for each pair, as above.
        CROSS JOIN LATERAL (
            SELECT
                catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')) AS class,
                found.is_enabled AND found.product_type <> 'configurable' AS is_sold
            FROM catalog_product AS found LEFT JOIN catalog_stockitem AS item ON item.product_id = found.id
            WHERE found.id = sums.product
            OFFSET 0
        ) AS product
        ORDER BY sums.product, sums.stock
        ON CONFLICT DO NOTHING
        RETURNING stock_id, product_id
    )
    SELECT array_agg(left_over.stock_id), array_agg(left_over.product_id) INTO stock_ids, product_ids
    FROM (
        SELECT * FROM unnest(stock_ids, product_ids) AS pair (stock_id, product_id)
        EXCEPT
        SELECT stock_id, product_id FROM made WHERE is_alone
    ) AS left_over;
END;
$$;
"""
MAKE_LEVELS_BEFORE = r"""
DROP FUNCTION catalog_make_levels;
CREATE OR REPLACE FUNCTION public.catalog_make_levels(stock_ids bigint[], product_ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO catalog_stocklevel (stock_id, product_id, policy_class_id, is_sold)
    SELECT
        pair.stock_id, pair.product_id,
        catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')),
        product.is_enabled AND product.product_type <> 'configurable'
    FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
    JOIN catalog_product AS product ON product.id = pair.product_id
    LEFT JOIN catalog_stockitem AS item ON item.product_id = pair.product_id
    -- OFFSET 0: asked pair by pair, for a join with an empty table would be kept for a large one.
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT stock_id FROM catalog_stocklevel WHERE product_id = pair.product_id OFFSET 0
        ) AS level WHERE level.stock_id = pair.stock_id
    )
    ORDER BY pair.product_id, pair.stock_id
    ON CONFLICT DO NOTHING;
END;
$function$
"""

REFRESH_STOCK_LEVELS = r"""
-- Sums the source items of (stock, product) pairs into their stock levels, and shares the units out where several stocks draw on them;
-- the triggers of items, links and sources call it (triggers/stock_level.sql). `create_missing`: also for pairs that have no level yet.
-- Planned once a session, for planning each time took longer than the work; such a plan knows no lengths, so nothing joins two lists of pairs.
-- Nor does it know how large the tables become: an import into an empty shop plans it with its first batch. So no table is read whole, and
-- `+ 0` keeps it from looking a pair up among all levels of its stock, which are one row in an empty shop: a product has few of them.
CREATE OR REPLACE FUNCTION catalog_refresh_stock_levels(stock_ids bigint[], product_ids bigint[], create_missing boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    shared_products bigint[];
    shared_groups bigint[];
BEGIN
    -- A statement that touched nothing, as the updating half of an upsert: nothing is to be planned for tables that may be empty yet.
    IF product_ids IS NULL THEN
        RETURN;
    END IF;

    IF create_missing THEN
        SELECT made.stock_ids, made.product_ids INTO stock_ids, product_ids FROM catalog_make_levels(stock_ids, product_ids) AS made;
        IF product_ids IS NULL THEN
            RETURN;
        END IF;
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
    WHERE level.stock_id + 0 = sums.stock
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
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
DECLARE
    shared_products bigint[];
    shared_groups bigint[];
BEGIN
    -- A statement that touched nothing, as the updating half of an upsert: nothing is to be planned for tables that may be empty yet.
    IF product_ids IS NULL THEN
        RETURN;
    END IF;

    IF create_missing THEN
        PERFORM catalog_make_levels(stock_ids, product_ids);
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
    WHERE level.stock_id + 0 = sums.stock
      AND level.product_id = sums.product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (sums.on_hand, sums.in_stock, sums.assigned, sums.shares, 0);

    PERFORM catalog_share_units(shared.product_id, shared.group_id, FALSE)
    FROM unnest(shared_products, shared_groups) AS shared (product_id, group_id);
END;
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0038_incoming_supply"),
    ]

    operations = [
        migrations.RunSQL(MAKE_LEVELS, MAKE_LEVELS_BEFORE),
        migrations.RunSQL(REFRESH_STOCK_LEVELS, REFRESH_STOCK_LEVELS_BEFORE),
    ]
