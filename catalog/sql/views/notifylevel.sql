-- The notify level in force of each product, read by every sale.
CREATE OR REPLACE VIEW catalog_notifylevel AS
SELECT
    product.id AS product_id,
    catalog_notify_level(
        product.is_enabled, product.product_type, own.manage_stock, own.notify_stock_qty,
        coalesce((
            SELECT value FROM catalog_configurationvalue
            WHERE path = 'cataloginventory/item_options/manage_stock' AND scope = 0
        ), '1'),
        coalesce((
            SELECT value FROM catalog_configurationvalue
            WHERE path = 'cataloginventory/item_options/notify_stock_qty' AND scope = 0
        ), '1')
    ) AS notify_at
FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id;
