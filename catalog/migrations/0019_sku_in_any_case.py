import django.db.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.fields
from catalog.rules.product_key import CAPITALS, SMALL

# The letters are those of `catalog.rules.product_key`: one fold for Python and SQL. `translate` knows no locale.
FUNCTION = f"""
    CREATE FUNCTION catalog_sku_key(sku text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(sku, '{CAPITALS}', '{SMALL}') $$
"""
# A shop may hold twins already. The first written of them is the SKU's; the others keep theirs until somebody renames them.
MARK_TWINS = """
    UPDATE catalog_product SET is_sku_twin = TRUE
    FROM (SELECT id, row_number() OVER (PARTITION BY catalog_sku_key(sku) ORDER BY id) AS place FROM catalog_product) AS twin
    WHERE twin.id = catalog_product.id AND twin.place > 1
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0018_quick_low_stock"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION catalog_sku_key(text)"),
        migrations.AddField(
            model_name="product",
            name="is_sku_twin",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        # What the update queued is done before the index is made: a table with pending trigger events takes none.
        migrations.RunSQL(
            [MARK_TWINS, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"], migrations.RunSQL.noop
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="product",
            trigger=pgtrigger.compiler.Trigger(
                name="renamed_is_no_twin",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (catalog_sku_key(OLD.sku) <> catalog_sku_key(NEW.sku))",
                    func="NEW.is_sku_twin = FALSE; RETURN NEW;",
                    hash="8c7b74644c6fc687344592e6dae8d6d946183a3c",
                    operation='UPDATE OF "sku"',
                    pgid="pgtrigger_renamed_is_no_twin_16ede",
                    table="catalog_product",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                catalog.models.fields.SkuKey("sku"),
                django.db.models.expressions.CombinedExpression(
                    models.F("id"),
                    "*",
                    django.db.models.functions.comparison.Cast("is_sku_twin", models.IntegerField()),
                ),
                name="product_sku_in_any_case_once",
            ),
        ),
    ]
