-- Raises the revision of orders whose lines, payments or refunds have changed. Their rows are locked in one order: plain SQL may
-- write lines of several orders at once.
CREATE OR REPLACE FUNCTION backorders_raise_revision(of_orders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(of_orders) = 0 THEN
        RETURN;
    END IF;
    UPDATE backorders_order SET revision = revision + 1 WHERE id IN (
        SELECT id FROM backorders_order WHERE id = ANY (of_orders) ORDER BY id FOR NO KEY UPDATE
    );
END;
$$;
