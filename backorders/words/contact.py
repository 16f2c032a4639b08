"""How a shopper reaches the shop, said wherever he is refused something."""

from catalog.rules.in_force import Configuration
from catalog.rules.sales_settings import CONTACT_EMAIL, CONTACT_PHONE
from catalog.rules.text import email_addresses
from catalog.words.names import listed


def contact_email(configuration: Configuration) -> str:
    """Return the address that answers go to, empty for none."""
    return next(iter(email_addresses(configuration.text(CONTACT_EMAIL))), "")


def contact_us(configuration: Configuration) -> str:
    """Return "Please contact us", and where, as far as it is configured."""
    phone = configuration.text(CONTACT_PHONE).strip()
    places = [*filter(None, (contact_email(configuration), phone))]
    return f"Please contact us{f': {listed(places)}' if places else ''}."
