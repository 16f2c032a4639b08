from django.db import migrations

SEARCH_WORDS = r"""
-- The words of a text as search knows them: small letters, and parted at every sign, so that "24-MB01" is 24 and mb01. None holds a ~, which
-- marks words of the shop alone.
CREATE OR REPLACE FUNCTION catalog_search_words(typed text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strip(to_tsvector('pg_catalog.simple', translate(lower(typed), '-/_.,:@''+<>&~', '             ')))
$$;
"""
SEARCH_WORDS_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.catalog_search_words(typed text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT strip(to_tsvector('pg_catalog.simple', translate(lower(typed), '-/_.,:@''+<>&', '            ')))
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0032_policy_classes"),
    ]

    operations = [
        migrations.RunSQL(SEARCH_WORDS, SEARCH_WORDS_BEFORE),
        migrations.RunSQL(
            """
            SELECT catalog_refresh_search(ARRAY(
                SELECT id FROM catalog_product WHERE concat(name, sku, short_description, description) LIKE '%~%'
            ))
            """,
            migrations.RunSQL.noop,
        ),
    ]
