"""Where an order goes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.source_selection import Point, is_on_earth
from catalog.rules.text import text_problem

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
            if text_problem(text, longest=longest):
                raise ValueError(f"The {part} of an address has at most {longest} characters and no null character.")
        if not re.fullmatch("[A-Z]{2}", self.country):
            raise ValueError("The country of an address is a code of two capital letters, such as US or DE.")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("An address has a latitude and a longitude, or neither.")
        if self.latitude is None or self.longitude is None:
            return
        if not is_on_earth(Point(self.latitude, self.longitude)):
            raise ValueError("The latitude of an address is between -90 and 90, its longitude between -180 and 180.")
