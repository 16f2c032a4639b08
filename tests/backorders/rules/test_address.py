"""Addresses: what an order could not keep is refused before it is written."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from backorders.rules.address import Address

HOME = Address(street="12 Quay Street", city="Bristol", postcode="BS1 4DJ", country="GB")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"street": "x" * 256}, "street"),
        ({"city": "a\0b"}, "city"),
        ({"postcode": "9" * 33}, "postcode"),
        ({"country": "gb"}, "country"),
        ({"country": "GBR"}, "country"),
        ({"country": ""}, "country"),
        ({"country": "ÄÖ"}, "country"),
        ({"latitude": Decimal(1)}, "latitude and a longitude"),
        ({"latitude": Decimal(91), "longitude": Decimal(0)}, "latitude"),
        ({"latitude": Decimal(0), "longitude": Decimal(-181)}, "longitude"),
    ],
)
def test_address_names_the_part_that_cannot_be_written(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(HOME, **wrong)


def test_address_takes_the_ends_of_the_earth() -> None:
    assert replace(HOME, latitude=Decimal(-90), longitude=Decimal(180)).longitude == 180
