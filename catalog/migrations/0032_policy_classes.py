"""Levels know the policy class of their product. Sales wait for it: at 1,000,000 levels about half a minute."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.fields

SHARE_LINKS = r"""
-- The gate of links (catalog_lock_links), held by many at once: by who changes what levels say of their products, before any row is locked.
CREATE OR REPLACE FUNCTION catalog_share_links() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('links of stocks'));
END;
$$;
"""
OWN_VALUES = r"""
-- What a row of catalog_stockitem has of its own and availability asks for: all but its keys, its notify level and how it is packed.
CREATE OR REPLACE FUNCTION catalog_own_values(stored jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_strip_nulls(stored - '{id,product_id,notify_stock_qty,is_decimal_divided}'::text[])
           - CASE WHEN (stored -> 'is_qty_decimal')::boolean THEN '' ELSE 'is_qty_decimal' END
$$;
"""
POLICY_CLASS = r"""
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
"""
MAKE_LEVELS = r"""
-- Makes the levels that (stock, product) pairs do not have yet. Its caller holds the product, shared, or the gate of links.
CREATE OR REPLACE FUNCTION catalog_make_levels(stock_ids bigint[], product_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_stocklevel (stock_id, product_id, policy_class_id, is_sold)
    SELECT
        pair.stock_id, pair.product_id,
        catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')),
        product.is_enabled AND product.product_type <> 'configurable'
    FROM (SELECT DISTINCT * FROM unnest(stock_ids, product_ids)) AS pair (stock_id, product_id)
    JOIN catalog_product AS product ON product.id = pair.product_id
    LEFT JOIN catalog_stockitem AS item ON item.product_id = pair.product_id
    WHERE NOT EXISTS (
        SELECT FROM catalog_stocklevel AS level
        WHERE level.stock_id = pair.stock_id AND level.product_id = pair.product_id
    )
    ORDER BY pair.product_id, pair.stock_id
    ON CONFLICT DO NOTHING;
END;
$$;
"""
CLASSIFY_LEVELS = r"""
-- Writes into the levels of products what they say of the product: its class, and whether it is sold at all.
CREATE OR REPLACE FUNCTION catalog_classify_levels(product_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF product_ids IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM catalog_product WHERE id = ANY (product_ids) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM catalog_stocklevel WHERE product_id = ANY (product_ids) ORDER BY product_id, stock_id FOR NO KEY UPDATE;

    UPDATE catalog_stocklevel AS level
    SET policy_class_id = wanted.policy_class_id, is_sold = wanted.is_sold
    FROM (
        SELECT
            product.id, product.is_enabled AND product.product_type <> 'configurable' AS is_sold,
            catalog_policy_class(coalesce(catalog_own_values(to_jsonb(item)), '{}')) AS policy_class_id
        FROM catalog_product AS product
        LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
        WHERE product.id = ANY (product_ids) AND EXISTS (SELECT FROM catalog_stocklevel AS kept WHERE kept.product_id = product.id)
        OFFSET 0
    ) AS wanted
    WHERE level.product_id = wanted.id
      AND (level.policy_class_id, level.is_sold) IS DISTINCT FROM (wanted.policy_class_id, wanted.is_sold);
END;
$$;
"""
REFRESH_STOCK_LEVELS = r"""
-- Sums the source items of (stock, product) pairs into their stock levels, and shares the units out where several stocks draw on them;
-- the triggers of items, links and sources call it (triggers/stock_level.sql). `create_missing`: also for pairs that have no level yet.
-- Planned once a session, for planning each time took longer than the work; such a plan knows no lengths, so nothing joins two lists of pairs.
CREATE OR REPLACE FUNCTION catalog_refresh_stock_levels(stock_ids bigint[], product_ids bigint[], create_missing boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    shared_products bigint[];
    shared_groups bigint[];
BEGIN
    IF create_missing THEN
        PERFORM catalog_make_levels(stock_ids, product_ids);
    END IF;

    -- Lock first; the next statement then sees all that was committed before the lock was granted.
    SELECT locked.stock_ids, locked.product_ids INTO stock_ids, product_ids
    FROM catalog_lock_stock_levels(stock_ids, product_ids) AS locked;

    -- Where nothing is promised and no count is below zero, nobody has units of a shelf that others draw on: sums are all there is to say.
    IF EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (stock_ids)) THEN
        SELECT
            array_agg(level.stock) FILTER (WHERE NOT level.is_shared_out),
            array_agg(level.product) FILTER (WHERE NOT level.is_shared_out),
            array_agg(level.product) FILTER (WHERE level.is_shared_out AND level.is_first),
            array_agg(level.of_group) FILTER (WHERE level.is_shared_out AND level.is_first)
        INTO stock_ids, product_ids, shared_products, shared_groups
        FROM (
            SELECT
                sums.stock, sums.product, sharing.group_id AS of_group, sums.stock = min(sums.stock) OVER together AS is_first,
                bool_or(sums.shares) OVER together AND (
                    bool_or(level.reserved <> 0) OVER together
                    OR EXISTS (SELECT FROM catalog_sourceitem AS item WHERE item.product_id = sums.product AND item.quantity < 0)
                ) AS is_shared_out
            FROM catalog_summed_levels(stock_ids, product_ids) AS sums
            JOIN catalog_stocklevel AS level ON level.stock_id = sums.stock AND level.product_id = sums.product
            LEFT JOIN catalog_sharingstock AS sharing ON sharing.stock_id = sums.stock
            WINDOW together AS (PARTITION BY sums.product, sharing.group_id)
        ) AS level;
    END IF;

    UPDATE catalog_stocklevel AS level
    SET on_hand = sums.on_hand, sources_in_stock = sums.in_stock, sources_assigned = sums.assigned,
        shares = sums.shares, elsewhere = 0
    FROM catalog_summed_levels(stock_ids, product_ids) AS sums
    WHERE level.stock_id = sums.stock
      AND level.product_id = sums.product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (sums.on_hand, sums.in_stock, sums.assigned, sums.shares, 0);

    PERFORM catalog_share_units(shared.product_id, shared.group_id, FALSE)
    FROM unnest(shared_products, shared_groups) AS shared (product_id, group_id);
END;
$$;
"""
REFRESH_STOCK_LEVELS_BEFORE = r"""
-- Sums the source items of (stock, product) pairs into their stock levels, and shares the units out where several stocks draw on them;
-- the triggers of items, links and sources call it (triggers/stock_level.sql). `create_missing`: also for pairs that have no level yet.
-- Planned once a session, for planning each time took longer than the work; such a plan knows no lengths, so nothing joins two lists of pairs.
CREATE OR REPLACE FUNCTION catalog_refresh_stock_levels(stock_ids bigint[], product_ids bigint[], create_missing boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    shared_products bigint[];
    shared_groups bigint[];
BEGIN
    IF create_missing THEN
        INSERT INTO catalog_stocklevel (stock_id, product_id)
        SELECT DISTINCT pair.stock_id, pair.product_id
        FROM unnest(stock_ids, product_ids) AS pair (stock_id, product_id)
        WHERE NOT EXISTS (
            SELECT FROM catalog_stocklevel AS level
            WHERE level.stock_id = pair.stock_id AND level.product_id = pair.product_id
        )
        ORDER BY pair.product_id, pair.stock_id
        ON CONFLICT DO NOTHING;
    END IF;

    -- Lock first; the next statement then sees all that was committed before the lock was granted.
    SELECT locked.stock_ids, locked.product_ids INTO stock_ids, product_ids
    FROM catalog_lock_stock_levels(stock_ids, product_ids) AS locked;

    -- Where nothing is promised and no count is below zero, nobody has units of a shelf that others draw on: sums are all there is to say.
    IF EXISTS (SELECT FROM catalog_sharingstock WHERE stock_id = ANY (stock_ids)) THEN
        SELECT
            array_agg(level.stock) FILTER (WHERE NOT level.is_shared_out),
            array_agg(level.product) FILTER (WHERE NOT level.is_shared_out),
            array_agg(level.product) FILTER (WHERE level.is_shared_out AND level.is_first),
            array_agg(level.of_group) FILTER (WHERE level.is_shared_out AND level.is_first)
        INTO stock_ids, product_ids, shared_products, shared_groups
        FROM (
            SELECT
                sums.stock, sums.product, sharing.group_id AS of_group, sums.stock = min(sums.stock) OVER together AS is_first,
                bool_or(sums.shares) OVER together AND (
                    bool_or(level.reserved <> 0) OVER together
                    OR EXISTS (SELECT FROM catalog_sourceitem AS item WHERE item.product_id = sums.product AND item.quantity < 0)
                ) AS is_shared_out
            FROM catalog_summed_levels(stock_ids, product_ids) AS sums
            JOIN catalog_stocklevel AS level ON level.stock_id = sums.stock AND level.product_id = sums.product
            LEFT JOIN catalog_sharingstock AS sharing ON sharing.stock_id = sums.stock
            WINDOW together AS (PARTITION BY sums.product, sharing.group_id)
        ) AS level;
    END IF;

    UPDATE catalog_stocklevel AS level
    SET on_hand = sums.on_hand, sources_in_stock = sums.in_stock, sources_assigned = sums.assigned,
        shares = sums.shares, elsewhere = 0
    FROM catalog_summed_levels(stock_ids, product_ids) AS sums
    WHERE level.stock_id = sums.stock
      AND level.product_id = sums.product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (sums.on_hand, sums.in_stock, sums.assigned, sums.shares, 0);

    PERFORM catalog_share_units(shared.product_id, shared.group_id, FALSE)
    FROM unnest(shared_products, shared_groups) AS shared (product_id, group_id);
END;
$$;
"""
# What refers to what is checked before a table is changed that was written in the same transaction.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
# Levels are written by triggers only; here is nothing to sum.
FILL = r"""
ALTER TABLE catalog_stocklevel DISABLE TRIGGER USER;
INSERT INTO catalog_policyclass (own, made_in)
SELECT DISTINCT coalesce(catalog_own_values(to_jsonb(item)), '{}'), pg_current_xact_id()::text::bigint
FROM catalog_stocklevel AS level LEFT JOIN catalog_stockitem AS item ON item.product_id = level.product_id;
UPDATE catalog_stocklevel AS level
SET policy_class_id = class.id, is_sold = product.is_enabled AND product.product_type <> 'configurable'
FROM catalog_product AS product
LEFT JOIN catalog_stockitem AS item ON item.product_id = product.id
JOIN catalog_policyclass AS class ON class.own = coalesce(catalog_own_values(to_jsonb(item)), '{}')
WHERE product.id = level.product_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE catalog_stocklevel ENABLE TRIGGER USER;
"""
UNMADE = [
    "DROP FUNCTION catalog_classify_levels(bigint[])",
    "DROP FUNCTION catalog_make_levels(bigint[], bigint[])",
    "DROP FUNCTION catalog_policy_class(jsonb)",
    "DROP FUNCTION catalog_own_values(jsonb)",
    "DROP FUNCTION catalog_share_links()",
]


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0031_words_of_all_products"),
    ]

    operations = [
        migrations.RunSQL(CHECK_NOW, CHECK_NOW),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reservation",
            name="guard_and_count",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sourceitem",
            name="levels_on_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sourceitem",
            name="levels_on_update",
        ),
        migrations.CreateModel(
            name="JudgedPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("configured", models.TextField(unique=True)),
                ("judged_before", models.BigIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PolicyClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("own", models.JSONField()),
                ("made_in", models.BigIntegerField(editable=False)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PolicyBounds",
            fields=[
                (
                    "judged_policy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="+",
                        to="catalog.judgedpolicy",
                    ),
                ),
                (
                    "policy_class",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.policyclass",
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "judged_policy_id",
                        "policy_class_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("threshold", catalog.models.fields.QuantityField(decimal_places=4, max_digits=12)),
                ("is_limited", models.BooleanField()),
                ("buyable_from", catalog.models.fields.BoundField(decimal_places=4, max_digits=16)),
                ("in_stock_from", catalog.models.fields.BoundField(decimal_places=4, max_digits=16)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="stocklevel",
            name="is_sold",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AlterField(
            model_name="stocklevel",
            name="stock",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stock_levels",
                to="catalog.stock",
            ),
        ),
        migrations.AddField(
            model_name="stocklevel",
            name="policy_class",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.policyclass",
            ),
        ),
        migrations.AddField(
            model_name="stocklevel",
            name="free_for_sale",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(("is_sold", False), ("sources_assigned", 0), _connector="OR"), then=models.Value(None)
                    ),
                    models.When(
                        sources_in_stock=0,
                        then=models.Value(
                            Decimal("-Infinity"),
                            output_field=catalog.models.fields.BoundField(decimal_places=4, max_digits=16),
                        ),
                    ),
                    default=django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(models.F("on_hand"), "-", models.F("reserved")),
                        "-",
                        models.F("elsewhere"),
                    ),
                ),
                output_field=catalog.models.fields.BoundField(decimal_places=4, max_digits=16, null=True),
            ),
        ),
        migrations.RunSQL(
            [SHARE_LINKS, OWN_VALUES, POLICY_CLASS, MAKE_LEVELS, CLASSIFY_LEVELS, REFRESH_STOCK_LEVELS],
            [REFRESH_STOCK_LEVELS_BEFORE, *UNMADE],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_enabled", True), models.Q(("product_type", "configurable"), _negated=True)),
                fields=["id"],
                name="product_sold",
            ),
        ),
        migrations.AddIndex(
            model_name="policyclass",
            index=models.Index(fields=["own"], name="policy_class_by_values"),
        ),
        migrations.AddIndex(
            model_name="policyclass",
            index=models.Index(fields=["made_in"], name="policy_class_by_age"),
        ),
        migrations.AddIndex(
            model_name="stocklevel",
            index=models.Index(fields=["stock", "policy_class", "free_for_sale"], name="stock_level_by_class"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="beside_links",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM catalog_share_links();\nRETURN NULL;",
                    hash="c6d1ea7577527cb278545f6b77239acd99ee7c1b",
                    level="STATEMENT",
                    operation='UPDATE OF "is_enabled", "product_type"',
                    pgid="pgtrigger_beside_links_6558a",
                    table="catalog_product",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="classes_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM catalog_classify_levels(array_agg(after.id))\nFROM new_rows AS after JOIN old_rows AS before USING (id)\nWHERE (before.is_enabled, before.product_type) <> (after.is_enabled, after.product_type);\nRETURN NULL;",
                    hash="1ea301c3aadb35aaff3d88b00470aa526827fbbd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_classes_on_update_6e807",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="catalog_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reservation",
            trigger=pgtrigger.compiler.Trigger(
                name="guard_and_count",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DECLARE\n    is_counted boolean;\n    of_group bigint;\n    debts numeric[];\nBEGIN\n    IF NOT EXISTS (SELECT FROM catalog_stocklevel WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id) THEN\n        PERFORM FROM catalog_product WHERE id = NEW.product_id FOR SHARE;\n        PERFORM catalog_make_levels(ARRAY[NEW.stock_id], ARRAY[NEW.product_id]);\n    END IF;\n\n    -- Where others draw on the same sources, once more under the locks of all of them. `free` in RETURNING is that of the new row.\n    FOR attempt IN 1..2 LOOP\n        UPDATE catalog_stocklevel\n        SET reserved = reserved - NEW.quantity\n        WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id AND (attempt = 2 OR NOT shares)\n          AND (NEW.quantity >= 0 OR NEW.floor IS NULL OR free + NEW.quantity >= NEW.floor)\n          AND (\n              NEW.quantity >= 0 OR sources_in_stock > 0\n              OR NEW.event_type NOT IN ('order_placed', 'order_edited', 'order_reopened')\n          )\n        RETURNING free INTO NEW.free_after;\n        is_counted := FOUND;\n        EXIT WHEN is_counted OR attempt = 2;\n        PERFORM catalog_lock_stock_levels(ARRAY[NEW.stock_id], ARRAY[NEW.product_id]);\n        SELECT sharing.group_id, catalog_debts_of_others(NEW.product_id, sharing.group_id, NEW.stock_id) INTO of_group, debts\n        FROM catalog_stocklevel AS level JOIN catalog_sharingstock AS sharing ON sharing.stock_id = level.stock_id\n        WHERE level.stock_id = NEW.stock_id AND level.product_id = NEW.product_id AND level.shares;\n    END LOOP;\n\n    -- What is covered when it stands last is covered in any place of the queue, and takes from nobody: the queue is asked only where a\n    -- part is owed. That part may stand before what others are promised, as its place is the order's date, taken before the lock.\n    IF is_counted AND of_group IS NOT NULL THEN\n        PERFORM catalog_share_units(NEW.product_id, of_group, NEW.quantity < 0 AND NEW.free_after >= 0);\n        IF NEW.quantity < 0 AND NEW.free_after < 0\n           AND catalog_debts_of_others(NEW.product_id, of_group, NEW.stock_id) <> debts THEN\n            RAISE EXCEPTION 'an older place in the queue of product % would take units from another stock', NEW.product_id\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_within_floor';\n        END IF;\n        SELECT free INTO NEW.free_after\n        FROM catalog_stocklevel WHERE stock_id = NEW.stock_id AND product_id = NEW.product_id;\n    END IF;\n\n    IF NOT is_counted THEN\n        IF NEW.event_type NOT IN ('order_placed', 'order_reopened') AND (NEW.event_type <> 'order_edited' OR NEW.quantity > 0)\n           AND NOT EXISTS (SELECT FROM catalog_product WHERE id = NEW.product_id) THEN\n            NEW.free_after := 0;\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'product % in stock % has not % units to sell', NEW.product_id, NEW.stock_id, -NEW.quantity\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_within_floor';\n    END IF;\n    RETURN NEW;\nEND;",
                    hash="0495556fda0df444d63b48ece44cbcfa68ef275a",
                    operation="INSERT",
                    pgid="pgtrigger_guard_and_count_44771",
                    table="catalog_reservation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceitem",
            trigger=pgtrigger.compiler.Trigger(
                name="levels_on_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="-- The product first: a level that is made says what the product is and has of its own (triggers/policy_class.sql).\nPERFORM FROM catalog_product WHERE id IN (SELECT product_id FROM new_rows) ORDER BY id FOR SHARE;\nPERFORM FROM catalog_source WHERE id IN (SELECT source_id FROM new_rows) ORDER BY id FOR SHARE;\n\nPERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)\nFROM new_rows AS item JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id;\nRETURN NULL;",
                    hash="1f1dc9654805a032e6728a26013ea9927f02d9c7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_levels_on_insert_bd328",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="catalog_sourceitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceitem",
            trigger=pgtrigger.compiler.Trigger(
                name="levels_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="-- A quantity or a status that changes makes no new pair, and its level row is lock enough.\nPERFORM FROM catalog_product WHERE id IN (\n    SELECT product_id FROM (\n        SELECT id, source_id, product_id FROM new_rows EXCEPT SELECT id, source_id, product_id FROM old_rows\n    ) AS moved\n) ORDER BY id FOR SHARE;\nPERFORM FROM catalog_source WHERE id IN (\n    SELECT source_id FROM (\n        (SELECT id, source_id, product_id FROM old_rows EXCEPT SELECT id, source_id, product_id FROM new_rows)\n        UNION ALL\n        (SELECT id, source_id, product_id FROM new_rows EXCEPT SELECT id, source_id, product_id FROM old_rows)\n    ) AS moved\n) ORDER BY id FOR SHARE;\n\n-- Statements that change only other columns (a notify quantity) need no sums.\nPERFORM catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)\nFROM (\n    (SELECT id, source_id, product_id, quantity, is_in_stock FROM old_rows\n     EXCEPT SELECT id, source_id, product_id, quantity, is_in_stock FROM new_rows)\n    UNION ALL\n    (SELECT id, source_id, product_id, quantity, is_in_stock FROM new_rows\n     EXCEPT SELECT id, source_id, product_id, quantity, is_in_stock FROM old_rows)\n) AS item\nJOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id;\nRETURN NULL;",
                    hash="82ff9090cb73c687be263d8b1bbd93a00dfd2fd6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_levels_on_update_02d16",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="catalog_sourceitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="beside_links",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM catalog_share_links();\nRETURN NULL;",
                    hash="0d315948b62c5666a5114f5dbd510ae28fc2ae6b",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_beside_links_8255f",
                    table="catalog_stockitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="classes_on_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM catalog_classify_levels(array_agg(product_id)) FROM new_rows WHERE catalog_own_values(to_jsonb(new_rows)) <> '{}';\nRETURN NULL;",
                    hash="6258e3b6c2436be273c4b35af8217e6e1d723b2c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_classes_on_insert_609e7",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="catalog_stockitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="classes_on_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM catalog_classify_levels(array_agg(product_id)) FROM (\n    (SELECT product_id, catalog_own_values(to_jsonb(old_rows)) FROM old_rows\n     EXCEPT SELECT product_id, catalog_own_values(to_jsonb(new_rows)) FROM new_rows)\n    UNION\n    (SELECT product_id, catalog_own_values(to_jsonb(new_rows)) FROM new_rows\n     EXCEPT SELECT product_id, catalog_own_values(to_jsonb(old_rows)) FROM old_rows)\n) AS changed;\nRETURN NULL;",
                    hash="2b501af274673ef9bf0b61ef4b403bc812fc77d8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_classes_on_update_46f8d",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="catalog_stockitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockitem",
            trigger=pgtrigger.compiler.Trigger(
                name="classes_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM catalog_classify_levels(array_agg(product_id)) FROM old_rows WHERE catalog_own_values(to_jsonb(old_rows)) <> '{}';\nRETURN NULL;",
                    hash="7211ab977c98b159285e17138cdfe63c8eb90211",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_classes_on_delete_855d1",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="catalog_stockitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(CHECK_NOW, CHECK_NOW),
    ]
