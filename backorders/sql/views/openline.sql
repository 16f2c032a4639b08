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
