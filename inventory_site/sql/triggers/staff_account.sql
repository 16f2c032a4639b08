-- What the database keeps true of accounts, whoever writes.

-- === keep_former_name ===
DECLARE
    -- As `staff_name` says it.
    before text := COALESCE(NULLIF(TRIM(OLD.first_name || ' ' || OLD.last_name), ''), OLD.username);
    after text := COALESCE(NULLIF(TRIM(NEW.first_name || ' ' || NEW.last_name), ''), NEW.username);
BEGIN
    IF before <> after THEN
        -- The clock, not the transaction's time: what was done meanwhile bears the old name.
        INSERT INTO catalog_formername (account, name, until) VALUES (OLD.id, before, clock_timestamp());
    END IF;
    RETURN NULL;
END;

-- === keep_a_superuser ===
-- Two who take the right away from each other at the same moment wait for one another: the second sees what the first did.
IF TG_OP = 'UPDATE' THEN
    IF NEW.is_superuser AND NEW.is_active AND NEW.is_staff THEN
        RETURN NULL;
    END IF;
END IF;
PERFORM pg_advisory_xact_lock(hashtext('the last superuser'));
IF NOT EXISTS (SELECT FROM auth_user WHERE is_superuser AND is_active AND is_staff) THEN
    RAISE EXCEPTION 'the last active superuser must stay one'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'auth_user_keeps_a_superuser';
END IF;
RETURN NULL;
