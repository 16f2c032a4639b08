"""Addresses: what an order could not keep is refused before it is written."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from backorders.rules.address import Address, names_web_address

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
        ({"longitude": Decimal(1)}, "latitude and a longitude"),
        ({"latitude": Decimal(91), "longitude": Decimal(0)}, "latitude"),
        ({"latitude": Decimal(0), "longitude": Decimal(-181)}, "longitude"),
    ],
)
def test_address_names_the_part_that_cannot_be_written(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(HOME, **wrong)


def test_address_takes_the_ends_of_the_earth() -> None:
    assert replace(HOME, latitude=Decimal(-90), longitude=Decimal(180)).longitude == 180


@pytest.mark.parametrize(
    "text",
    ["Ada Brandt", "St.John Smith", "J.R. Tolkien", "Dr. Müller", "12 Quay St.", "Łódź", "A. B", "Mary-Ann O'Neil", ""],
)
def test_a_name_is_a_name(text: str) -> None:
    assert not names_web_address(text)


@pytest.mark.parametrize(
    "text", ["Win at http://x", "www.x", "go to shop.example now", "SHOP.EXAMPLE", "a@b", "ftp://x", "shop.example/win"]
)
def test_what_a_mail_program_makes_a_link_of_is_none(text: str) -> None:
    assert names_web_address(text)
