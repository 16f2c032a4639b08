"""How a shopper reaches the shop, said wherever he is refused something and below each message."""

from catalog.rules.in_force import Configuration
from catalog.rules.sales_settings import CONTACT_EMAIL, CONTACT_PHONE
from catalog.rules.text import email_addresses
from catalog.words.names import listed


def contact_email(configuration: Configuration) -> str:
    """Return the address that answers go to, empty for none."""
    return next(iter(email_addresses(configuration.text(CONTACT_EMAIL))), "")


def contact_us(configuration: Configuration) -> str:
    """Return "Please contact us", and where, as far as it is configured."""
    places = _places(configuration)
    return f"Please contact us{f': {listed(places)}' if places else ''}."


def questions_words(configuration: Configuration) -> str:
    """Return where questions about a message go, empty while nothing is configured."""
    return f"Questions? {contact_us(configuration)}" if _places(configuration) else ""


def _places(configuration: Configuration) -> list[str]:
    return [*filter(None, (contact_email(configuration), configuration.text(CONTACT_PHONE).strip()))]
