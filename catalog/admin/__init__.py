"""The back office of the catalog, one module per screen; Django's autodiscovery imports this package."""

from catalog.admin import (
    category_screen,
    customer_group_screen,
    customer_screen,
    low_stock_notice_screen,
    low_stock_screen,
    reservation_screen,
    source_screen,
    stock_screen,
    stopped_sale_screen,
    website_screen,
)
from catalog.admin.configuration import page as configuration_screen
from catalog.admin.incoming_supply import screen as incoming_supply_screen
from catalog.admin.product import screen as product_screen

__all__ = (
    "category_screen",
    "configuration_screen",
    "customer_group_screen",
    "customer_screen",
    "incoming_supply_screen",
    "low_stock_notice_screen",
    "low_stock_screen",
    "product_screen",
    "reservation_screen",
    "source_screen",
    "stock_screen",
    "stopped_sale_screen",
    "website_screen",
)
