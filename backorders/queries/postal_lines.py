"""An order's shipping address as it stands on a parcel."""

from django_countries import countries

from backorders.models import Order


def postal_lines(order: Order) -> tuple[str, ...]:
    """Return street, postcode with city, and the country's name; what is not known is left out. No query."""
    place = " ".join(part for part in (order.postcode, order.city) if part)
    return tuple(part for part in (order.street, place, str(countries.name(order.country))) if part)
