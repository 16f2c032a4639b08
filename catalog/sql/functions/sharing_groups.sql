-- Which stocks share sources, directly or through others: the lowest stock of each one's group, and whether all of it draw on the same.
CREATE OR REPLACE FUNCTION catalog_sharing_groups()
RETURNS TABLE (stock bigint, of_group bigint, is_same boolean) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE reached AS (
        SELECT stock_id, source_id FROM catalog_stocksourcelink
        UNION
        SELECT reached.stock_id, further.source_id
        FROM reached
        JOIN catalog_stocksourcelink AS neighbour ON neighbour.source_id = reached.source_id
        JOIN catalog_stocksourcelink AS further ON further.stock_id = neighbour.stock_id
    ), grouped AS (
        SELECT reached.stock_id, min(neighbour.stock_id) AS group_id
        FROM reached JOIN catalog_stocksourcelink AS neighbour ON neighbour.source_id = reached.source_id
        GROUP BY reached.stock_id HAVING min(neighbour.stock_id) < max(neighbour.stock_id)
    ), drawn AS (
        SELECT stock_id, array_agg(source_id ORDER BY source_id) AS sources FROM catalog_stocksourcelink GROUP BY stock_id
    )
    SELECT stock_id, group_id, min(sources) OVER together = max(sources) OVER together AS is_same
    FROM grouped JOIN drawn USING (stock_id) WINDOW together AS (PARTITION BY group_id)
$$;
