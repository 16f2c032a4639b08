import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import catalog.models.fields

# The level in force, once for triggers and report: NULL where nobody is to be told.
FUNCTIONS = """
CREATE FUNCTION catalog_notify_level(
    is_enabled boolean, product_type text, own_manage boolean, own_notify numeric, manage text, notify text
) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN is_enabled AND product_type <> 'configurable' AND coalesce(own_manage, manage = '1')
        THEN coalesce(own_notify, notify::numeric)
    END
$$;

CREATE VIEW catalog_notifylevel AS
SELECT
    product.id AS product_id,
    catalog_notify_level(
        product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty,
        coalesce((
            SELECT value FROM catalog_configurationvalue
            WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0
        ), '1'),
        coalesce((
            SELECT value FROM catalog_configurationvalue
            WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
        ), '1')
    ) AS notify_at
FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id;

CREATE VIEW catalog_lowstock AS
SELECT
    item.id * 2 AS id, item.product_id, item.source_id, NULL::bigint AS stock_id,
    item.quantity, coalesce(item.notify_quantity, level.notify_at) AS notify_level, item.quantity AS on_hand
FROM catalog_sourceitem AS item
JOIN catalog_source AS source ON source.id = item.source_id AND source.is_enabled
JOIN catalog_notifylevel AS level ON level.product_id = item.product_id
WHERE level.notify_at IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, level.notify_at)
UNION ALL
SELECT
    kept.id * 2 + 1, kept.product_id, NULL::bigint, kept.stock_id,
    kept.on_hand - kept.reserved, level.notify_at, kept.on_hand
FROM catalog_stocklevel AS kept
JOIN catalog_notifylevel AS level ON level.product_id = kept.product_id
WHERE kept.sources_assigned > 0 AND kept.on_hand - kept.reserved <= level.notify_at;

-- A notice for what was not low and is; an end for what was and is not. What one transaction does and undoes was seen by nobody.
CREATE FUNCTION catalog_note_low_stock(
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

-- The level in force of some products changes from `before` to `after`: NULL is "nobody is to be told".
CREATE FUNCTION catalog_judge_low_stock(of_products bigint[], before numeric[], after numeric[])
RETURNS void LANGUAGE sql AS $$
    SELECT catalog_note_low_stock(judged.product_id, judged.stock_id, judged.source_id, judged.quantity, judged.level, judged.was_low, judged.is_low)
    FROM (
        SELECT
            item.product_id, NULL::bigint AS stock_id, item.source_id, item.quantity,
            coalesce(item.notify_quantity, changed.after) AS level,
            changed.before IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, changed.before) AS was_low,
            changed.after IS NOT NULL AND item.quantity <= coalesce(item.notify_quantity, changed.after) AS is_low
        FROM unnest(of_products, before, after) AS changed (product_id, before, after)
        JOIN catalog_sourceitem AS item ON item.product_id = changed.product_id
        JOIN catalog_source AS source ON source.id = item.source_id AND source.is_enabled
        WHERE changed.before IS DISTINCT FROM changed.after
        UNION ALL
        SELECT
            kept.product_id, kept.stock_id, NULL, kept.on_hand - kept.reserved, changed.after,
            changed.before IS NOT NULL AND kept.on_hand - kept.reserved <= changed.before,
            changed.after IS NOT NULL AND kept.on_hand - kept.reserved <= changed.after
        FROM unnest(of_products, before, after) AS changed (product_id, before, after)
        JOIN catalog_stocklevel AS kept ON kept.product_id = changed.product_id AND kept.sources_assigned > 0
        WHERE changed.before IS DISTINCT FROM changed.after
    ) AS judged
    WHERE judged.was_low <> judged.is_low
$$;
"""
GONE = """
DROP VIEW catalog_lowstock;
DROP VIEW catalog_notifylevel;
DROP FUNCTION catalog_judge_low_stock(bigint[], numeric[], numeric[]);
DROP FUNCTION catalog_note_low_stock(bigint, bigint, bigint, numeric, numeric, boolean, boolean);
DROP FUNCTION catalog_notify_level(boolean, text, boolean, numeric, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0015_delete_products_in_orders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, GONE),
        migrations.CreateModel(
            name="LowStock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", catalog.models.fields.QuantityField(decimal_places=4, max_digits=12)),
                ("notify_level", catalog.models.fields.QuantityField(decimal_places=4, max_digits=12)),
                ("on_hand", catalog.models.fields.QuantityField(decimal_places=4, max_digits=12)),
            ],
            options={
                "verbose_name": "low quantity",
                "verbose_name_plural": "low quantities",
                "db_table": "catalog_lowstock",
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LowStockNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", catalog.models.fields.QuantityField(decimal_places=4, max_digits=12)),
                ("level", catalog.models.fields.QuantityField(decimal_places=4, max_digits=12)),
                ("crossed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("crossed_in", models.BigIntegerField(editable=False)),
                ("ended_in", models.BigIntegerField(editable=False, null=True)),
                ("is_dispatched", models.BooleanField(db_default=False, default=False, editable=False)),
            ],
            options={
                "ordering": ("-pk",),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LowStockRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="configurationvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.scope = 0 AND NEW.path IN ('cataloginventory/item_options/manage_stock', 'cataloginventory/item_options/notify_stock_qty'))",
                    func="IF NEW.path = 'cataloginventory/item_options/manage_stock' THEN \n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, '1', coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, NEW.value, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;\n    RETURN NULL;\n END IF;\nIF NEW.path = 'cataloginventory/item_options/notify_stock_qty' THEN \n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), '1'\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), NEW.value\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;\n    RETURN NULL;\n END IF;\nRETURN NULL;",
                    hash="4ac473fb62c85193ebc782c25bcfb7fad53640d1",
                    operation="INSERT",
                    pgid="pgtrigger_low_stock_on_insert_63a1b",
                    table="catalog_configurationvalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="configurationvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.scope = 0 AND NEW.path IN ('cataloginventory/item_options/manage_stock', 'cataloginventory/item_options/notify_stock_qty') AND OLD.value <> NEW.value)",
                    func="IF NEW.path = 'cataloginventory/item_options/manage_stock' THEN \n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, OLD.value, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, NEW.value, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;\n    RETURN NULL;\n END IF;\nIF NEW.path = 'cataloginventory/item_options/notify_stock_qty' THEN \n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), OLD.value\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), NEW.value\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;\n    RETURN NULL;\n END IF;\nRETURN NULL;",
                    hash="ab36636d149fe1794bf480fe1038b4fdfa5ee038",
                    operation="UPDATE",
                    pgid="pgtrigger_low_stock_on_update_e5952",
                    table="catalog_configurationvalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="configurationvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.scope = 0 AND OLD.path IN ('cataloginventory/item_options/manage_stock', 'cataloginventory/item_options/notify_stock_qty'))",
                    func="IF OLD.path = 'cataloginventory/item_options/manage_stock' THEN \n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, OLD.value, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, '1', coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;\n    RETURN NULL;\n END IF;\nIF OLD.path = 'cataloginventory/item_options/notify_stock_qty' THEN \n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), OLD.value\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), '1'\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE own.manage_stock IS NULL OR own.notify_stock_qty IS NULL;\n    RETURN NULL;\n END IF;\nRETURN NULL;",
                    hash="12b651a19b4ce87032e28e8bf339f26a1f464323",
                    operation="DELETE",
                    pgid="pgtrigger_low_stock_on_delete_b5d2d",
                    table="catalog_configurationvalue",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.is_enabled, OLD.product_type) <> (NEW.is_enabled, NEW.product_type))",
                    func="\n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            OLD.is_enabled, OLD.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE product.id = NEW.id;\n    RETURN NULL;\n",
                    hash="80a5a7cab92f75988301dd98358cf9dd3836c2ff",
                    operation="UPDATE",
                    pgid="pgtrigger_low_stock_on_update_9aa1f",
                    table="catalog_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM catalog_lowstocknotice WHERE product_id IN (SELECT id FROM old_rows); RETURN NULL;",
                    hash="3dd0b399f77488a9ca6a2280953fd66ebdfc05e6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_low_stock_on_delete_ecd10",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="catalog_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.is_enabled <> NEW.is_enabled)",
                    func="\n    PERFORM catalog_note_low_stock(\n        item.product_id, NULL, item.source_id, item.quantity, coalesce(item.notify_quantity, level.notify_at),\n        OLD.is_enabled, NEW.is_enabled\n    )\n    FROM catalog_sourceitem AS item JOIN catalog_notifylevel AS level ON level.product_id = item.product_id\n    WHERE item.source_id = NEW.id AND level.notify_at IS NOT NULL\n      AND item.quantity <= coalesce(item.notify_quantity, level.notify_at);\n    RETURN NULL;\n",
                    hash="eeef05a7b93937bea4263f7e36cd38b3cb4bc002",
                    operation="UPDATE",
                    pgid="pgtrigger_low_stock_on_update_5bb43",
                    table="catalog_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM catalog_lowstocknotice WHERE source_id IN (SELECT id FROM old_rows); RETURN NULL;",
                    hash="4602e8ae969d28c1c892c46a5281216868f66f9d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_low_stock_on_delete_cceeb",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="catalog_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceitem",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.product_id, OLD.source_id) = (NEW.product_id, NEW.source_id) AND (OLD.quantity, OLD.notify_quantity) IS DISTINCT FROM (NEW.quantity, NEW.notify_quantity))",
                    declare="DECLARE in_force numeric; was_low boolean; is_low boolean;",
                    func="\n    SELECT notify_at INTO in_force FROM catalog_notifylevel WHERE product_id = NEW.product_id;\n    IF in_force IS NOT NULL AND (SELECT is_enabled FROM catalog_source WHERE id = NEW.source_id) THEN\n        PERFORM catalog_note_low_stock(\n            NEW.product_id, NULL, NEW.source_id, NEW.quantity, coalesce(NEW.notify_quantity, in_force),\n            OLD.quantity <= coalesce(OLD.notify_quantity, in_force),\n            NEW.quantity <= coalesce(NEW.notify_quantity, in_force)\n        );\n    END IF;\n    RETURN NULL;\n",
                    hash="7ec2eeb9e5c4f1ec1d13ee721c09db8e4703fef4",
                    operation="UPDATE",
                    pgid="pgtrigger_low_stock_on_update_fe478",
                    table="catalog_sourceitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stock",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM catalog_lowstocknotice WHERE stock_id IN (SELECT id FROM old_rows); RETURN NULL;",
                    hash="d88d0283cb1cb6e9a21ab7e41ccb73f0c0fc579d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_low_stock_on_delete_bf8c6",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="catalog_stock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.manage_stock IS NOT NULL OR NEW.notify_stock_qty IS NOT NULL)",
                    func="\n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, NULL::boolean, NULL::numeric, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE product.id = NEW.product_id;\n    RETURN NULL;\n",
                    hash="1e35887273913b4c22f53df224118e844c629dc7",
                    operation="INSERT",
                    pgid="pgtrigger_low_stock_on_insert_6443d",
                    table="catalog_stockitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.manage_stock, OLD.notify_stock_qty) IS DISTINCT FROM (NEW.manage_stock, NEW.notify_stock_qty))",
                    func="\n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, OLD.manage_stock, OLD.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE product.id = NEW.product_id;\n    RETURN NULL;\n",
                    hash="caf4de693317462041dba00a9c183905e8193436",
                    operation="UPDATE",
                    pgid="pgtrigger_low_stock_on_update_92452",
                    table="catalog_stockitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.manage_stock IS NOT NULL OR OLD.notify_stock_qty IS NOT NULL)",
                    func="\n    PERFORM catalog_judge_low_stock(\n        array_agg(product.id),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, OLD.manage_stock, OLD.notify_stock_qty, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        )),\n        array_agg(catalog_notify_level(\n            product.is_enabled, product.product_type, NULL::boolean, NULL::numeric, coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0), '1'\n), coalesce(\n    (SELECT value FROM catalog_configurationvalue WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0), '1'\n)\n        ))\n    )\n    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id\n    WHERE product.id = OLD.product_id;\n    RETURN NULL;\n",
                    hash="6b29ed01ea99579c1335dd6f73520dae65797221",
                    operation="DELETE",
                    pgid="pgtrigger_low_stock_on_delete_8a586",
                    table="catalog_stockitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stocklevel",
            trigger=pgtrigger.compiler.Trigger(
                name="low_stock_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.sources_assigned > 0 AND (OLD.on_hand - OLD.reserved <> NEW.on_hand - NEW.reserved OR NEW.sources_assigned = 0))",
                    declare="DECLARE in_force numeric; was_low boolean; is_low boolean;",
                    func="\n    SELECT notify_at INTO in_force FROM catalog_notifylevel WHERE product_id = NEW.product_id;\n    was_low := OLD.on_hand - OLD.reserved <= in_force;\n    is_low := NEW.sources_assigned > 0 AND NEW.on_hand - NEW.reserved <= in_force;\n    IF was_low <> is_low THEN\n        PERFORM catalog_note_low_stock(\n            NEW.product_id, NEW.stock_id, NULL, NEW.on_hand - NEW.reserved, in_force, was_low, is_low\n        );\n    END IF;\n    RETURN NULL;\n",
                    hash="f812f642ac541e137438833fb65ca6e794c66c6c",
                    operation="UPDATE",
                    pgid="pgtrigger_low_stock_on_update_e4824",
                    table="catalog_stocklevel",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="lowstocknotice",
            name="product",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="low_stock_notices",
                to="catalog.product",
            ),
        ),
        migrations.AddField(
            model_name="lowstocknotice",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.source",
            ),
        ),
        migrations.AddField(
            model_name="lowstocknotice",
            name="stock",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.stock",
            ),
        ),
        migrations.AddField(
            model_name="lowstockread",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DB_CASCADE, related_name="reads", to="catalog.lowstocknotice"
            ),
        ),
        migrations.AddField(
            model_name="lowstockread",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DB_CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="lowstocknotice",
            index=models.Index(fields=["crossed_at"], name="low_stock_notice_by_time"),
        ),
        migrations.AddIndex(
            model_name="lowstocknotice",
            index=models.Index(
                condition=models.Q(("is_dispatched", False)), fields=["id"], name="low_stock_notice_new"
            ),
        ),
        migrations.AddConstraint(
            model_name="lowstocknotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source__isnull", False), ("stock", None)),
                    models.Q(("source", None), ("stock__isnull", False)),
                    _connector="OR",
                ),
                name="low_stock_notice_of_a_stock_or_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="lowstockread",
            constraint=models.UniqueConstraint(fields=("user", "notice"), name="low_stock_read_once"),
        ),
    ]
