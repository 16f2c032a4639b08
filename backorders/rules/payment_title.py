"""What a shop calls its payment methods."""

from backorders.rules.payment_method import PaymentMethod
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.sales_settings import CHECK_TITLE


def method_title(method: PaymentMethod, configuration: Configuration) -> str:
    """Return the method as its shoppers read it; staff read its `label`, the same in every shop."""
    return configuration.text(CHECK_TITLE) if method.is_offline else method.label
