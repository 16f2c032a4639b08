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
