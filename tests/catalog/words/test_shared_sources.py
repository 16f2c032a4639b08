"""What is said of stocks that draw on the same sources."""

from decimal import Decimal

from catalog.rules.shared_sources import Overpromised
from catalog.words.shared_sources import overpromised_words


def test_stocks_sources_and_units_are_named() -> None:
    found = Overpromised("BAG", ("EU", "US"), ("Berlin",), Decimal(9), Decimal(4), Decimal(5))
    assert overpromised_words(found) == (
        "BAG: 9 promised in EU and US, 4 at Berlin: 5 owed, in the order of the queue."
    )
