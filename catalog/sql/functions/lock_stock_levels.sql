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
