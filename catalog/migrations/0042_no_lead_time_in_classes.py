from django.db import migrations

OWN_VALUES = r"""
-- What a row of catalog_stockitem has of its own and availability asks for: all but its keys, its notify level, its lead time and how it is packed.
CREATE OR REPLACE FUNCTION catalog_own_values(stored jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_strip_nulls(stored - '{id,product_id,notify_stock_qty,backorder_lead_time,is_decimal_divided}'::text[])
           - CASE WHEN (stored -> 'is_qty_decimal')::boolean THEN '' ELSE 'is_qty_decimal' END
$$;
"""
OWN_VALUES_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.catalog_own_values(stored jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT jsonb_strip_nulls(stored - '{id,product_id,notify_stock_qty,is_decimal_divided}'::text[])
           - CASE WHEN (stored -> 'is_qty_decimal')::boolean THEN '' ELSE 'is_qty_decimal' END
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0041_backorder_lead_time"),
    ]

    operations = [
        migrations.RunSQL(OWN_VALUES, OWN_VALUES_BEFORE),
    ]
