-- The class of products with these own values, made when there is none. Who prunes classes waits for who has one in hand.
CREATE OR REPLACE FUNCTION catalog_policy_class(of_values jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    LOCK TABLE catalog_policyclass IN ROW SHARE MODE;
    SELECT id INTO found FROM catalog_policyclass WHERE own = of_values ORDER BY id LIMIT 1;
    IF found IS NULL THEN
        INSERT INTO catalog_policyclass (own, made_in) VALUES (of_values, pg_current_xact_id()::text::bigint) RETURNING id INTO found;
    END IF;
    RETURN found;
END;
$$;
