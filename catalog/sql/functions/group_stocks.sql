-- Keeps which stocks share sources, directly or through others; a group is called by its lowest stock. Its caller holds the gate.
CREATE OR REPLACE FUNCTION catalog_group_stocks() RETURNS void LANGUAGE sql AS $$
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
    ), wanted AS (
        SELECT stock_id, group_id, min(sources) OVER together = max(sources) OVER together AS is_same
        FROM grouped JOIN drawn USING (stock_id) WINDOW together AS (PARTITION BY group_id)
    ), left_alone AS (
        DELETE FROM catalog_sharingstock WHERE stock_id NOT IN (SELECT stock_id FROM wanted)
    )
    INSERT INTO catalog_sharingstock AS kept (stock_id, group_id, is_same) SELECT * FROM wanted
    ON CONFLICT (stock_id) DO UPDATE SET group_id = excluded.group_id, is_same = excluded.is_same
    WHERE (kept.group_id, kept.is_same) <> (excluded.group_id, excluded.is_same);
$$;
