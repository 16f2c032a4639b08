from django.db import migrations

NOTIFY_CONFIGURED = r"""
-- The two settings in force that say who is told, and at which quantity, as they are stored; the built-in values when they are not.
-- The view catalog_notifylevel has the same written out: PostgreSQL plans a function apart from the query that calls it, and every
-- sale reads that view.
CREATE OR REPLACE FUNCTION catalog_notify_configured(OUT manage text, OUT notify text) LANGUAGE sql STABLE AS $$
    SELECT
        coalesce((
            SELECT value FROM catalog_configurationvalue
            WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0
        ), '1'),
        coalesce((
            SELECT value FROM catalog_configurationvalue
            WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
        ), '1')
$$;
"""
NOTIFY_CONFIGURED_BEFORE = r"""
DROP FUNCTION catalog_notify_configured;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0021_former_name"),
    ]

    operations = [
        migrations.RunSQL(NOTIFY_CONFIGURED, NOTIFY_CONFIGURED_BEFORE),
    ]
