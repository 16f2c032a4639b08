"""The level of a product from its source items."""

from decimal import Decimal

from catalog.rules.salable import Level
from catalog.rules.summed_level import Holding, summed_level


def held(units: int, *, in_stock: bool = True, enabled: bool = True) -> Holding:
    return Holding(Decimal(units), in_stock, enabled)


def test_only_in_stock_units_at_enabled_sources_are_on_hand() -> None:
    items = [held(25), held(5, in_stock=False), held(3, enabled=False), held(-2)]
    assert summed_level(items, reserved=Decimal(4)) == Level(Decimal(23), Decimal(4), 2, 4)


def test_nothing_held_is_an_empty_level() -> None:
    assert summed_level([]) == Level()
