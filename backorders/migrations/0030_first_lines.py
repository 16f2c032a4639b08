import pgtrigger.compiler
import pgtrigger.migrations
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
        pgtrigger.migrations.RemoveTrigger(
            model_name="orderline",
            name="revision_on_insert",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orderline",
            trigger=pgtrigger.compiler.Trigger(
                name="revision_on_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="-- The first lines of an order are what was agreed from the beginning: no page has shown it without them.\nPERFORM backorders_raise_revision(ARRAY(\n    SELECT order_id FROM new_rows AS added WHERE EXISTS (\n        SELECT FROM backorders_orderline WHERE order_id = added.order_id AND id NOT IN (SELECT id FROM new_rows)\n    )\n));\nRETURN NULL;",
                    hash="21369101a9a558e2dc7b575c396ca0557c3a0456",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_revision_on_insert_c39e8",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="backorders_orderline",
                    when="AFTER",
                ),
            ),
        ),
    ]
