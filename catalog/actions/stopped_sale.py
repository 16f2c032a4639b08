"""Keep which products stopped being buyable: what can be bought now is compared with what could be at the last look."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from catalog.models import ConfigurationValue, SaleLook, StockLevel
from catalog.queries.stopped_sale import not_buyable

# Every level is looked at, so that nothing has to be noted while something is sold.
PAUSE = timedelta(minutes=5)
ONLY = 1
# An order that took units, and a change at a source, are asked of those alone that stopped.
_COMPARE = """
    WITH stopped AS MATERIALIZED ({not_buyable}),
    ended AS (
        UPDATE catalog_stoppedsale AS sale SET ended_at = %s
        WHERE sale.ended_at IS NULL AND NOT EXISTS (
            SELECT FROM stopped WHERE stopped.stock_id = sale.stock_id AND stopped.product_id = sale.product_id
        )
    ), begun AS (
        INSERT INTO catalog_stoppedsale (stock_id, product_id, since, cause, was_buyable, order_number, is_by_shelf)
        SELECT stopped.stock_id, stopped.product_id, %s, stopped.cause, was.buyable,
               coalesce(CASE WHEN was.buyable THEN (
                   SELECT order_number FROM catalog_reservation AS row
                   WHERE row.product_id = stopped.product_id AND row.stock_id = stopped.stock_id
                     AND row.quantity < 0 AND row.created_at >= %s
                   ORDER BY row.id DESC LIMIT 1
               ) END, ''),
               was.buyable AND EXISTS (
                   SELECT FROM catalog_sourceitemevent AS event
                   WHERE event.product_id = stopped.product_id AND event.pgh_created_at >= %s
               )
        FROM stopped CROSS JOIN LATERAL (SELECT stopped.level_id <= %s AS buyable) AS was
        WHERE NOT EXISTS (
            SELECT FROM catalog_stoppedsale AS sale
            WHERE sale.stock_id = stopped.stock_id AND sale.product_id = stopped.product_id AND sale.ended_at IS NULL
        )
        ON CONFLICT DO NOTHING
        RETURNING was_buyable
    )
    SELECT count(*) FROM begun WHERE was_buyable
"""


@transaction.atomic
def note_stopped_sales(*, now: datetime) -> int:
    """Look whether it is time to, and return how many stopped since the look before. Safe to repeat, and to run twice at once.

    The first look only takes note of what cannot be bought.
    """
    newest = StockLevel.objects.aggregate(newest=Max("pk"))["newest"] or 0
    before = SaleLook.objects.filter(pk=ONLY).first()
    if before is None:
        SaleLook.objects.bulk_create([SaleLook(pk=ONLY, at=now, last_level=newest)], ignore_conflicts=True)
    elif now - before.at < PAUSE:
        return 0
    elif not SaleLook.objects.filter(pk=ONLY, at=before.at).update(at=now, last_level=newest):
        return 0  # somebody else looked in the same moment
    configured = ConfigurationValue.objects.in_force().configured_policy()
    text, values = not_buyable(configured)
    last, known = (now, 0) if before is None else (before.at, before.last_level)
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE.format(not_buyable=text), [*values, now, now, last, last, known])
        return int(cursor.fetchone()[0])
