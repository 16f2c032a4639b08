"""Keep the words that products and departments are called by."""

from datetime import datetime

from django.db import connection

# What was being written while names were last read is read again.
OVERLAP = "10 minutes"
_COLLECT = """
    INSERT INTO catalog_searchword (word, seen_at)
    SELECT DISTINCT word, %(now)s::timestamptz
    FROM (
        SELECT name FROM catalog_product
        WHERE updated_at > (SELECT coalesce(max(seen_at), '-infinity') FROM catalog_searchword) - %(overlap)s::interval
        UNION ALL
        SELECT name FROM catalog_category
    ) AS called
    CROSS JOIN LATERAL unnest(tsvector_to_array(catalog_search_words(called.name))) AS word
    WHERE word ~ '^[[:alpha:]]{3,30}$'
    ON CONFLICT (word) DO UPDATE SET seen_at = excluded.seen_at
"""


def collect_search_words(*, now: datetime) -> None:
    """Read the names that have changed since the last time. One statement; words that nothing is called by any more stay."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLECT, {"now": now, "overlap": OVERLAP})
