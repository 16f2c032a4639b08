"""Where an order goes: what an address is, where it needs a postcode, and texts in which a mail program would find a link."""

import re
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.source_selection import Point, is_on_earth
from catalog.rules.text import typed_problem

LONGEST = {"street": 255, "city": 255, "postcode": 32}


@dataclass(frozen=True)
class Address:
    """A shipping address; the names are those of the order's columns.

    `country` is an ISO 3166 code of two capital letters. `latitude` and `longitude` are in degrees, both or neither: the
    distance algorithm of the source selection uses them. Raises `ValueError` naming the part that cannot be written.
    """

    street: str
    city: str
    postcode: str
    country: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse what no order could keep."""
        for part, longest in LONGEST.items():
            text: str = getattr(self, part)
            if problem := typed_problem(text, longest=longest, is_line=True):
                raise ValueError(f"The {part} of an address cannot be kept: {problem}")
        if not re.fullmatch("[A-Z]{2}", self.country):
            raise ValueError("The country of an address is a code of two capital letters, such as US or DE.")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("An address has a latitude and a longitude, or neither.")
        if self.latitude is None or self.longitude is None:
            return
        if not is_on_earth(Point(self.latitude, self.longitude)):
            raise ValueError("The latitude of an address is between -90 and 90, its longitude between -180 and 180.")


# Countries without one for most of their addresses (Universal Postal Union), and those where the reference asks for none.
WITHOUT = (
    "AE AG AO AW BF BI BJ BS BW BZ CF CG CI CM DJ DM ER FJ GD GM GQ GY HK IE KI KM KN LY ML MO MR MW NR PA QA RW SC SL SR ST SY"
    " TG TL TO TV UG VU YE ZW"
)


def postcode_needed(country: str) -> bool:
    """Return whether an address in `country` (ISO 3166 code) is incomplete without a postcode."""
    return country not in WITHOUT.split()


# "St.John" is a name; "shop.example" and "SHOP.EXAMPLE" are made into links by the programs that show mails.
LINK = re.compile(r"://|www\.|@|[\w-]{2}\.(?:[a-z]{2,}|[A-Z]{2,})(?![a-zA-Z])", re.ASCII)


def names_web_address(text: str) -> bool:
    """Say whether `text` holds what a mail program would make a link of."""
    return LINK.search(text) is not None
