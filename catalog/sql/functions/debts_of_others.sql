-- What is missing in each other stock of the group: owed, and what its shelf is below zero.
CREATE OR REPLACE FUNCTION catalog_debts_of_others(of_product bigint, of_group bigint, of_stock bigint)
RETURNS numeric[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(least(level.free, 0) ORDER BY level.stock_id), '{}')
    FROM catalog_stocklevel AS level JOIN catalog_sharingstock AS sharing ON sharing.stock_id = level.stock_id
    WHERE level.product_id = of_product AND sharing.group_id = of_group AND level.stock_id <> of_stock
$$;
