"""The back office of orders, one module per screen; Django's autodiscovery imports this package."""

from backorders.admin import errand_screen as errand_screen
from backorders.admin import notification_screen as notification_screen
from backorders.admin import order_screen as order_screen
