"""The settings that an order is read with."""

from backorders.models import Order
from catalog.models import ConfigurationValue
from catalog.rules.configuration_in_force import Configuration


def order_configuration(order: Order) -> Configuration:
    """Return the configuration as the store view sees it where `order` was placed, else its website. One or two queries."""
    return ConfigurationValue.objects.in_force(website=order.website, store_view=order.store_view)
