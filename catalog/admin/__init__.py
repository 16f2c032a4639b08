"""The back office of the catalog, one module per screen; Django's autodiscovery imports this package."""

from catalog.admin import category_screen as category_screen
from catalog.admin import configuration_screen as configuration_screen
from catalog.admin import product_screen as product_screen
