from django.db import migrations

OPENLINE = r"""
-- What of an order holds units of the ledger and is still to come, of products whose stock is managed now. `group_id` and `is_same` are those
-- of its stock (catalog_sharingstock) where other stocks draw on a source that holds the product, else NULL.
CREATE OR REPLACE VIEW backorders_openline AS
SELECT
    line.id AS line_id, line.order_id, placed.stock_id, line.product_id, line.queue_priority, placed.placed_at,
    line.ordered - line.shipped - line.canceled - line.released AS open,
    COALESCE(level.on_hand, 0) AS on_hand,
    sharing.group_id, sharing.is_same
FROM backorders_orderline AS line
JOIN backorders_order AS placed ON placed.id = line.order_id
LEFT JOIN catalog_stockitem AS item ON item.product_id = line.product_id
LEFT JOIN catalog_stocklevel AS level ON level.stock_id = placed.stock_id AND level.product_id = line.product_id
LEFT JOIN catalog_sharingstock AS sharing ON level.shares AND sharing.stock_id = placed.stock_id
WHERE line.is_reserved AND line.product_id IS NOT NULL
  AND line.ordered > line.shipped + line.canceled + line.released
  AND placed.status IN ('pending_payment', 'processing', 'holded')
  AND COALESCE(item.manage_stock, (
      SELECT stored.value = '1' FROM catalog_configurationvalue AS stored
      WHERE stored.path = 'cataloginventory/item_options/manage_stock' AND stored.scope = 0
  ), TRUE);
"""
OPENLINE_BEFORE = r"""
DROP VIEW backorders_openline;
"""
QUEUEPLACE = r"""
-- The queue of what is owed, the twin of backorders/rules/queue.py: each open line, and which of the units on hand are for it.
-- Computed each time it is asked: nothing stored could go stale. Rows that the queue gives nothing to are none.
-- In parts, so that a question about some stocks and products reads their lines by index in each: lines of stocks that share no source of the
-- product; of stocks that draw on the same sources, one queue for all of them; of stocks that share some; and of deleted products.
-- Where no stock shares anything, EXISTS lets the second and third part read no line.
CREATE OR REPLACE VIEW backorders_queueplace AS
SELECT
    place.line_id, place.order_id, place.stock_id, place.product_id, place.queue_priority, place.placed_at, place.open,
    place.position, place.before, place.on_hand,
    LEAST(GREATEST(place.on_hand - place.before, 0), place.open) AS covered,
    place.open - LEAST(GREATEST(place.on_hand - place.before, 0), place.open) AS owed,
    FALSE AS is_gone,
    place.before + LEAST(GREATEST(place.on_hand - place.before, 0), place.open) - place.on_hand AS ahead
FROM (
    SELECT waiting.*, row_number() OVER queue AS position, sum(waiting.open) OVER queue - waiting.open AS before
    FROM backorders_openline AS waiting
    WHERE waiting.group_id IS NULL
    WINDOW queue AS (
        PARTITION BY waiting.stock_id, waiting.product_id
        ORDER BY waiting.queue_priority, waiting.placed_at, waiting.line_id
        ROWS UNBOUNDED PRECEDING
    )
) AS place
UNION ALL
SELECT
    place.line_id, place.order_id, place.stock_id, place.product_id, place.queue_priority, place.placed_at, place.open,
    place.position, place.before, place.on_hand,
    LEAST(GREATEST(place.on_hand - place.before, 0), place.open) AS covered,
    place.open - LEAST(GREATEST(place.on_hand - place.before, 0), place.open) AS owed,
    FALSE AS is_gone,
    place.before + LEAST(GREATEST(place.on_hand - place.before, 0), place.open) - place.on_hand AS ahead
FROM (
    SELECT waiting.*, row_number() OVER queue AS position, sum(waiting.open) OVER queue - waiting.open AS before
    FROM backorders_openline AS waiting
    WHERE waiting.is_same AND EXISTS (SELECT FROM catalog_sharingstock AS sharing WHERE sharing.is_same)
    WINDOW queue AS (
        PARTITION BY waiting.group_id, waiting.product_id
        ORDER BY waiting.queue_priority, waiting.placed_at, waiting.line_id
        ROWS UNBOUNDED PRECEDING
    )
) AS place
UNION ALL
SELECT
    place.line_id, place.order_id, place.stock_id, shelf.product_id, place.queue_priority, place.placed_at, place.open,
    place.position, place.before, place.on_hand,
    place.covered,
    place.open - place.covered AS owed,
    FALSE AS is_gone,
    -- What older lines of all these stocks owe: some of it may be served at sources that this stock does not draw on.
    place.not_covered - (place.open - place.covered) + GREATEST(-place.on_hand, 0) AS ahead
FROM (
    SELECT DISTINCT waiting.product_id, waiting.group_id
    FROM backorders_openline AS waiting
    WHERE NOT waiting.is_same AND EXISTS (SELECT FROM catalog_sharingstock AS sharing WHERE NOT sharing.is_same)
) AS shelf
CROSS JOIN LATERAL (
    SELECT
        waiting.*,
        COALESCE(walked.covered, 0) AS covered,
        row_number() OVER queue AS position,
        sum(waiting.open) OVER queue - waiting.open AS before,
        sum(waiting.open - COALESCE(walked.covered, 0)) OVER queue AS not_covered
    FROM backorders_openline AS waiting
    LEFT JOIN catalog_covered_promises(shelf.product_id, shelf.group_id) AS walked ON walked.line = waiting.line_id
    WHERE waiting.product_id = shelf.product_id AND waiting.group_id = shelf.group_id
    WINDOW queue AS (
        ORDER BY waiting.queue_priority, waiting.placed_at, waiting.line_id
        ROWS UNBOUNDED PRECEDING
    )
) AS place
UNION ALL
SELECT
    gone.*,
    row_number() OVER queue AS position,
    sum(gone.open) OVER queue - gone.open AS before,
    0::numeric AS on_hand,
    0::numeric AS covered,
    gone.open AS owed,
    TRUE AS is_gone,
    sum(gone.open) OVER queue - gone.open AS ahead
FROM (
    SELECT
        line.id AS line_id, line.order_id, placed.stock_id, COALESCE(line.gone_product_id, -line.id) AS product_id,
        line.queue_priority, placed.placed_at,
        line.ordered - line.shipped - line.canceled - line.released AS open
    FROM backorders_orderline AS line
    JOIN backorders_order AS placed ON placed.id = line.order_id
    WHERE line.product_id IS NULL
      AND line.ordered > line.shipped + line.canceled + line.released
      AND placed.status IN ('pending_payment', 'processing', 'holded')
) AS gone
WINDOW queue AS (
    PARTITION BY gone.stock_id, gone.product_id
    ORDER BY gone.queue_priority, gone.placed_at, gone.line_id
    ROWS UNBOUNDED PRECEDING
);
"""
QUEUEPLACE_BEFORE = r"""
DROP VIEW backorders_queueplace;
-- The queue of what is owed, the twin of backorders/rules/queue.py: each open line, and which of the units on hand are for it.
-- Computed each time it is asked: nothing stored could go stale. Rows that the queue gives nothing to are none.
-- Two halves, so that a question about some stocks and products reads their lines by index in each; the second is of deleted products.
CREATE OR REPLACE VIEW backorders_queueplace AS
SELECT
    place.*,
    LEAST(GREATEST(place.on_hand - place.before, 0), place.open) AS covered,
    place.open - LEAST(GREATEST(place.on_hand - place.before, 0), place.open) AS owed,
    FALSE AS is_gone
FROM (
    SELECT
        waiting.*,
        row_number() OVER queue AS position,
        sum(waiting.open) OVER queue - waiting.open AS before,
        COALESCE(level.on_hand, 0) AS on_hand
    FROM (
        SELECT
            line.id AS line_id, line.order_id, placed.stock_id, line.product_id, line.queue_priority, placed.placed_at,
            line.ordered - line.shipped - line.canceled - line.released AS open
        FROM backorders_orderline AS line
        JOIN backorders_order AS placed ON placed.id = line.order_id
        LEFT JOIN catalog_stockitem AS item ON item.product_id = line.product_id
        WHERE line.is_reserved AND line.product_id IS NOT NULL
          AND line.ordered > line.shipped + line.canceled + line.released
          AND placed.status IN ('pending_payment', 'processing', 'holded')
          AND COALESCE(item.manage_stock, (
              SELECT stored.value = '1' FROM catalog_configurationvalue AS stored
              WHERE stored.path = 'cataloginventory/item_options/manage_stock' AND stored.scope = 0
          ), TRUE)
    ) AS waiting
    LEFT JOIN catalog_stocklevel AS level
        ON level.stock_id = waiting.stock_id AND level.product_id = waiting.product_id
    WINDOW queue AS (
        PARTITION BY waiting.stock_id, waiting.product_id
        ORDER BY waiting.queue_priority, waiting.placed_at, waiting.line_id
        ROWS UNBOUNDED PRECEDING
    )
) AS place
UNION ALL
SELECT
    gone.*,
    row_number() OVER queue AS position,
    sum(gone.open) OVER queue - gone.open AS before,
    0::numeric AS on_hand,
    0::numeric AS covered,
    gone.open AS owed,
    TRUE AS is_gone
FROM (
    SELECT
        line.id AS line_id, line.order_id, placed.stock_id, COALESCE(line.gone_product_id, -line.id) AS product_id,
        line.queue_priority, placed.placed_at,
        line.ordered - line.shipped - line.canceled - line.released AS open
    FROM backorders_orderline AS line
    JOIN backorders_order AS placed ON placed.id = line.order_id
    WHERE line.product_id IS NULL
      AND line.ordered > line.shipped + line.canceled + line.released
      AND placed.status IN ('pending_payment', 'processing', 'holded')
) AS gone
WINDOW queue AS (
    PARTITION BY gone.stock_id, gone.product_id
    ORDER BY gone.queue_priority, gone.placed_at, gone.line_id
    ROWS UNBOUNDED PRECEDING
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0028_queue_of_shared_shelves"),
    ]

    operations = [
        migrations.RunSQL(OPENLINE, OPENLINE_BEFORE),
        migrations.RunSQL(QUEUEPLACE, QUEUEPLACE_BEFORE),
    ]
