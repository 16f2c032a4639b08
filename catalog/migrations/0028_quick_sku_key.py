"""Plain ASCII is folded without the table of letters; the tables are those of `catalog/rules/product_key.py`, which never change."""

from django.db import migrations

from catalog.rules.product_key import CAPITALS, SMALL

COMMENT = """
-- What all spellings of a SKU in capital and small letters have in common, as catalog/rules/product_key.py says it, with its letters:
-- one fold for Python and SQL. translate() knows no locale. It looks each letter up in its whole list, though, 47 microseconds a SKU:
-- plain ASCII (as many bytes as letters) is folded by the C locale, which knows no other letters. Not STRICT, so that the planner
-- writes it out.
"""
SKU_KEY = f"""{COMMENT}CREATE OR REPLACE FUNCTION catalog_sku_key(sku text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN octet_length(sku) = length(sku) THEN lower(sku COLLATE "C") ELSE translate(sku, '{CAPITALS}', '{SMALL}') END $$;
"""
SKU_KEY_BEFORE = f"""
CREATE OR REPLACE FUNCTION public.catalog_sku_key(sku text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ SELECT translate(sku, '{CAPITALS}', '{SMALL}') $function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0027_low_stock_of_what_is_free"),
    ]

    operations = [migrations.RunSQL(SKU_KEY, SKU_KEY_BEFORE)]
