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
