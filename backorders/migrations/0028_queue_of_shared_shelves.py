"""Let the shelves that several stocks share know the orders' queue, and share the levels out anew by it.

A shop that has promised more than lies there works on: what is missing is owed, by those who stand last.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

CATALOG_WAITING_PROMISES = r"""
-- Open reserved lines of a product in queue order, managed or not. The catalog asks for them and knows no orders: its migration made the
-- function empty, and this is what stands in its place.
CREATE OR REPLACE FUNCTION catalog_waiting_promises(of_product bigint)
RETURNS TABLE (line bigint, stock bigint, units numeric) LANGUAGE sql STABLE AS $$
    SELECT waiting.id, placed.stock_id, waiting.ordered - waiting.shipped - waiting.canceled - waiting.released
    FROM backorders_orderline AS waiting
    JOIN backorders_order AS placed ON placed.id = waiting.order_id
    WHERE waiting.product_id = of_product AND waiting.is_reserved
      AND waiting.ordered > waiting.shipped + waiting.canceled + waiting.released
      AND placed.status IN ('pending_payment', 'processing', 'holded')
    ORDER BY waiting.queue_priority, placed.placed_at, waiting.id
$$;
"""
CATALOG_WAITING_PROMISES_BEFORE = r"""
-- Open lines of a product in queue order. The catalog knows no orders, so it knows none; the app backorders puts its own in this place.
CREATE OR REPLACE FUNCTION catalog_waiting_promises(of_product bigint)
RETURNS TABLE (line bigint, stock bigint, units numeric) LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, NULL::bigint, NULL::numeric WHERE FALSE
$$;
"""
# Each link says that it changed: its triggers share the units out.
SHARE_OUT = """
UPDATE catalog_stocksourcelink SET priority = priority
WHERE source_id IN (SELECT source_id FROM catalog_stocksourcelink GROUP BY source_id HAVING count(*) > 1);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0027_no_event_of_placing"),
        ("catalog", "0025_share_out_levels"),
    ]

    operations = [
        migrations.RunSQL(CATALOG_WAITING_PROMISES, CATALOG_WAITING_PROMISES_BEFORE),
        pgtrigger.migrations.AddTrigger(
            model_name="orderline",
            trigger=pgtrigger.compiler.Trigger(
                name="share_out_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.queue_priority <> NEW.queue_priority AND NEW.is_reserved AND NEW.product_id IS NOT NULL)",
                    func="PERFORM catalog_refresh_stock_levels(array_agg(stock_id), ARRAY[NEW.product_id], FALSE) FROM backorders_order WHERE id = NEW.order_id;\nRETURN NULL;",
                    hash="ca0e2a3fbd27465b8cd409775e9c093b98d8532e",
                    operation='UPDATE OF "queue_priority"',
                    pgid="pgtrigger_share_out_anew_784ec",
                    table="backorders_orderline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(SHARE_OUT, migrations.RunSQL.noop),
    ]
