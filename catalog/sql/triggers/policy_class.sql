-- The triggers that keep the class and the product's part in the stock levels right, whoever writes (docs/decisions/0057).
--
-- Who makes a level reads the product and its own values, who changes these writes the levels that there are: two who meet must not
-- miss each other. One product's levels are made under a shared lock of the product, and written here under its lock; those of a
-- whole source are made by who holds the gate of links, which is shared here, before any row is locked.

-- === beside_links ===
PERFORM catalog_share_links();
RETURN NULL;

-- === stock_item_inserted ===
PERFORM catalog_classify_levels(array_agg(product_id)) FROM new_rows WHERE catalog_own_values(to_jsonb(new_rows)) <> '{}';
RETURN NULL;

-- === stock_item_updated ===
PERFORM catalog_classify_levels(array_agg(product_id)) FROM (
    (SELECT product_id, catalog_own_values(to_jsonb(old_rows)) FROM old_rows
     EXCEPT SELECT product_id, catalog_own_values(to_jsonb(new_rows)) FROM new_rows)
    UNION
    (SELECT product_id, catalog_own_values(to_jsonb(new_rows)) FROM new_rows
     EXCEPT SELECT product_id, catalog_own_values(to_jsonb(old_rows)) FROM old_rows)
) AS changed;
RETURN NULL;

-- === stock_item_deleted ===
PERFORM catalog_classify_levels(array_agg(product_id)) FROM old_rows WHERE catalog_own_values(to_jsonb(old_rows)) <> '{}';
RETURN NULL;

-- === product_updated ===
PERFORM catalog_classify_levels(array_agg(after.id))
FROM new_rows AS after JOIN old_rows AS before USING (id)
WHERE (before.is_enabled, before.product_type) <> (after.is_enabled, after.product_type);
RETURN NULL;
