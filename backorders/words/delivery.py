"""What is said of a delivery that comes in: why it was not booked, and whom it serves."""

from collections.abc import Sequence
from decimal import Decimal

from backorders.rules.delivery import MOST_PRODUCTS, DeliveredUnits, UnreadRow
from catalog.rules.quantity import plain
from catalog.words.names import first_named, in_rows, no_product

NAMED = 10
EMPTY = "Please enter what came: a SKU and a quantity in each row."
TOO_MANY = f"A delivery holds at most {MOST_PRODUCTS:,} products. Please book the rest as another one."
CHANGED = "What this delivery serves has changed, or you have changed the delivery since. Please look again before you book it."
NOBODY = "Served nobody."
OUT_OF_STOCK = "Out of Stock at this source: these units do not count until it is set In Stock there."
GONE = "the product does not exist any more."


def unread_row(row: UnreadRow) -> str:
    """Say which row has no quantity."""
    return in_rows([row.row], f"“{row.typed}” is no quantity of {row.sku} that can be received.")


def unknown_sku(delivered: DeliveredUnits) -> str:
    """Say which rows name a product that there is not."""
    return in_rows(delivered.rows, no_product(delivered.sku), first=NAMED)


def not_received(sku: str, why: str) -> str:
    """Say why the units of one product cannot be received."""
    return f"{sku}: {why}"


def came_in_words(deliveries: int, numbers: Sequence[str]) -> str:
    """Say in which deliveries products came that are to be deleted: their lines stay; empty for none."""
    if not deliveries:
        return ""
    named = first_named(
        [*(f"#{number}" for number in numbers), *[""] * (deliveries - len(numbers))], first=len(numbers)
    )
    many = "1 delivery" if deliveries == 1 else f"{deliveries:,} deliveries"
    return f"Units of it came in {many} ({named}), which keep name, SKU and quantity."


def booked_already(reference: str, source: str, number: str) -> str:
    """Say that a delivery was booked before."""
    return (
        f"Delivery “{reference}” has been booked at {source} already, as #{number}. Nothing was booked a second time."
    )


def serves(orders: Sequence[tuple[str, Decimal]]) -> str:
    """Say which orders are served, with their units."""
    return first_named([f"#{number} ({plain(units)})" for number, units in orders], first=NAMED) or NOBODY
