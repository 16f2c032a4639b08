"""Product Salable Quantity: one line per stock that says how its number comes about."""

from dataclasses import dataclass

from catalog.admin.product_grid import NO_MANAGE_STOCK
from catalog.queries.salable_by_stock import SalableInStock
from catalog.rules.quantity import plain
from catalog.rules.quantity_limits import can_be_bought, smallest_sale
from catalog.rules.salable import Level, unguarded_salable_quantity

DISABLED = "not sold: the product is disabled"


@dataclass(frozen=True)
class SalableLine:
    """One line, "Default Stock: 75 = 25 on hand - 0 reserved - (-50) threshold", and a note where the sum alone would puzzle."""

    stock: str
    salable: str
    sum: str
    note: str
    is_warning: bool


def salable_line(row: SalableInStock) -> SalableLine:
    """Return the line of one stock."""
    if not row.policy.manage_stock:
        if not row.is_enabled:
            return SalableLine(row.stock_name, NO_MANAGE_STOCK, "", DISABLED, is_warning=True)
        return SalableLine(row.stock_name, NO_MANAGE_STOCK, "", _not_counted(row.level), is_warning=False)
    note, is_warning = _note(row)
    return SalableLine(row.stock_name, plain(row.salable), _sum(row), note, is_warning)


def _sum(row: SalableInStock) -> str:
    threshold = plain(row.policy.threshold)
    shown = f"({threshold})" if row.policy.threshold < 0 else threshold
    result = "" if row.is_salable else f" = {plain(unguarded_salable_quantity(row.level, row.policy))}"
    return f"{plain(row.level.on_hand)} on hand - {plain(row.level.reserved)} reserved - {shown} threshold{result}"


def _note(row: SalableInStock) -> tuple[str, bool]:
    """Return what the sum does not say, and whether it is a reason why nothing can be sold."""
    stop = _stop(row)
    if stop:
        return stop, True
    if row.is_unlimited:
        return _unlimited(row.level), False
    threshold = row.policy.threshold
    return (f"up to {plain(-threshold)} may be backordered", False) if threshold < 0 else ("", False)


def _stop(row: SalableInStock) -> str:
    if not row.is_enabled:
        return DISABLED
    if row.level.sources_in_stock == 0:
        return "not sold: no enabled source has it In Stock"
    if not row.is_salable:
        return "Out of Stock: nothing is left to sell"
    if not can_be_bought(row.level, row.policy, is_enabled=row.is_enabled):
        return f"Out of Stock: the smallest quantity sold is {plain(smallest_sale(row.policy))}"
    return ""


def _not_counted(level: Level) -> str:
    """Return what becomes of units that were promised while stock was managed."""
    if level.reserved <= 0:
        return ""
    return f"{plain(level.reserved)} promised to open orders: nothing of it is owed while stock is not managed"


def _unlimited(level: Level) -> str:
    """Return why the number is below zero, in two parts that add up to it: what is owed, and a count that is below zero."""
    parts = []
    if level.owed:
        parts.append(f"{plain(level.owed)} {'is' if level.owed == 1 else 'are'} owed")
    if level.below_zero:
        parts.append(f"the count is {plain(level.below_zero)} below zero")
    return f"unlimited backorders: {' and '.join(parts)}" if parts else "unlimited backorders"
