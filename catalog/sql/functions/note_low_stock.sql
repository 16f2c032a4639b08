-- A notice for what was not low and is; an end for what was and is not. What one transaction does and undoes was seen by nobody.
CREATE OR REPLACE FUNCTION catalog_note_low_stock(
    of_product bigint, of_stock bigint, of_source bigint, of_quantity numeric, of_level numeric, was_low boolean, is_low boolean
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF is_low AND NOT was_low THEN
        UPDATE catalog_lowstocknotice SET ended_at = NULL, ended_in = NULL
        WHERE product_id = of_product AND ended_in = pg_current_xact_id()::text::bigint
          AND (stock_id = of_stock OR source_id = of_source);
        IF NOT FOUND THEN
            INSERT INTO catalog_lowstocknotice (
                product_id, stock_id, source_id, quantity, level, crossed_at, crossed_in
            ) VALUES (
                of_product, of_stock, of_source, of_quantity, of_level, clock_timestamp(), pg_current_xact_id()::text::bigint
            );
        END IF;
    ELSIF was_low AND NOT is_low THEN
        DELETE FROM catalog_lowstocknotice
        WHERE product_id = of_product AND crossed_in = pg_current_xact_id()::text::bigint AND ended_at IS NULL
          AND (stock_id = of_stock OR source_id = of_source);
        UPDATE catalog_lowstocknotice SET ended_at = clock_timestamp(), ended_in = pg_current_xact_id()::text::bigint
        WHERE product_id = of_product AND ended_at IS NULL AND (stock_id = of_stock OR source_id = of_source);
    END IF;
END;
$$;
