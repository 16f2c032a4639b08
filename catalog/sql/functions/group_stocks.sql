-- Keeps catalog_sharing_groups. Its caller holds the gate (catalog_lock_links).
CREATE OR REPLACE FUNCTION catalog_group_stocks() RETURNS void LANGUAGE sql AS $$
    WITH wanted AS (
        SELECT * FROM catalog_sharing_groups()
    ), left_alone AS (
        DELETE FROM catalog_sharingstock WHERE stock_id NOT IN (SELECT stock FROM wanted)
    )
    INSERT INTO catalog_sharingstock AS kept (stock_id, group_id, is_same) SELECT * FROM wanted
    ON CONFLICT (stock_id) DO UPDATE SET group_id = excluded.group_id, is_same = excluded.is_same
    WHERE (kept.group_id, kept.is_same) <> (excluded.group_id, excluded.is_same);
$$;
