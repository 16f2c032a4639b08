"""When somebody looks at a supply: say in which deliveries it came."""

from typing import Any

from backorders.queries.delivery import came_of_supply
from catalog.rules.incoming_supply import SupplyCame


def say_what_came(*, supply_id: int, **_: Any) -> tuple[SupplyCame, ...]:
    """Return what came of the supply, delivery by delivery."""
    return came_of_supply(supply_id)
