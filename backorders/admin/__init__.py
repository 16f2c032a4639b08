"""The back office of orders, one module per screen; Django's autodiscovery imports this package."""

from backorders.admin import order_screen, outbox_screen, stock_alert_screen
from backorders.admin.buyer import screen as buyer_screen
from backorders.admin.delivery import screen as delivery_screen
from backorders.admin.shipment import screen as shipment_screen

__all__ = (
    "buyer_screen",
    "delivery_screen",
    "order_screen",
    "outbox_screen",
    "shipment_screen",
    "stock_alert_screen",
)
