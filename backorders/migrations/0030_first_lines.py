from django.db import migrations

RAISE_REVISION = r"""
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
"""
RAISE_REVISION_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.backorders_raise_revision(of_orders bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
    UPDATE backorders_order SET revision = revision + 1 WHERE id IN (
        SELECT id FROM backorders_order WHERE id = ANY (of_orders) ORDER BY id FOR NO KEY UPDATE
    );
END;
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0029_one_queue_of_shared_shelves"),
    ]

    operations = [
        migrations.RunSQL(RAISE_REVISION, RAISE_REVISION_BEFORE),
    ]
