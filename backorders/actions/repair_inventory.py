"""Repair what `check_inventory` finds: ledger and levels; money is only reported."""

from dataclasses import dataclass

from backorders.actions.repair_promises import repair_promises
from backorders.queries.promise_differences import promise_differences
from catalog.actions.repair_levels import repair_levels
from catalog.queries.inventory_differences import inventory_differences


@dataclass(frozen=True)
class Repaired:
    """How many levels were summed afresh, and how many compensating rows were written."""

    levels: int
    rows: int

    def __str__(self) -> str:
        return f"Repaired. Levels summed afresh: {self.levels:,}. Compensating rows in the ledger: {self.rows:,}."


def repair_inventory() -> Repaired:
    """Repair the ledger first: its compensating rows change levels, which are then summed with them."""
    rows = repair_promises(promise_differences())
    return Repaired(levels=repair_levels(inventory_differences()), rows=rows)
