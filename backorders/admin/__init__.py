"""The back office of orders, one module per screen; Django's autodiscovery imports this package."""

from backorders.admin import order_screen, outbox_screen

__all__ = (
    "order_screen",
    "outbox_screen",
)
