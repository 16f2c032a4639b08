"""The back office of the catalog, one module per screen; Django's autodiscovery imports this package."""

from catalog.admin import category_screen as category_screen
from catalog.admin import configuration_screen as configuration_screen
from catalog.admin import customer_group_screen as customer_group_screen
from catalog.admin import low_stock_notice_screen as low_stock_notice_screen
from catalog.admin import low_stock_screen as low_stock_screen
from catalog.admin import product_screen as product_screen
from catalog.admin import reservation_screen as reservation_screen
from catalog.admin import source_screen as source_screen
from catalog.admin import stock_screen as stock_screen
from catalog.admin import store_view_screen as store_view_screen
from catalog.admin import website_screen as website_screen
