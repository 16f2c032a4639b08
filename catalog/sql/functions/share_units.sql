-- Writes the levels of one product in one group of stocks (catalog_shared_levels). Its caller has locked them.
CREATE OR REPLACE FUNCTION catalog_share_units(of_product bigint, of_group bigint, sold boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog_stocklevel AS level
    SET on_hand = found.on_hand, sources_in_stock = found.in_stock, sources_assigned = found.assigned, shares = found.shares,
        elsewhere = found.elsewhere
    FROM catalog_shared_levels(of_product, of_group, sold) AS found
    WHERE level.stock_id = found.stock AND level.product_id = of_product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (found.on_hand, found.in_stock, found.assigned, found.shares, found.elsewhere);
END;
$$;
