"""The stock columns of a product row: Advanced Inventory, with the use_config flag beside each value."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from catalog.rules.advanced_inventory import advanced_inventory_errors
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.product_row_cells import Cells, RefusedRowError
from catalog.rules.stock_policy import OwnPolicy

USE_CONFIG = "use config"

type StockValue = Decimal | int | None
type StockValues = Mapping[str, StockValue]


class _Column(NamedTuple):
    """One setting: its field in Advanced Inventory, its column, its use_config column, and how the cell is read."""

    field: str
    column: str
    use_config: str
    read: Callable[[Cells, str], Decimal | int | None]


def _backorders(cells: Cells, column: str) -> int | None:
    mode = cells.choice(column, {str(mode.value): str(mode.value) for mode in BackorderMode})
    return None if mode is None else int(mode)


COLUMNS = (
    _Column("manage_stock", "manage_stock", "use_config_manage_stock", Cells.flag),
    _Column("min_qty", "out_of_stock_qty", "use_config_min_qty", Cells.quantity),
    _Column("min_sale_qty", "min_cart_qty", "use_config_min_sale_qty", Cells.quantity_of_at_least_zero),
    _Column("max_sale_qty", "max_cart_qty", "use_config_max_sale_qty", Cells.quantity_of_at_least_zero),
    _Column("backorders", "allow_backorders", "use_config_backorders", _backorders),
    _Column("notify_stock_qty", "notify_on_stock_below", "use_config_notify_stock_qty", Cells.quantity),
    _Column("enable_qty_increments", "enable_qty_increments", "use_config_enable_qty_inc", Cells.flag),
    _Column("qty_increments", "qty_increments", "use_config_qty_increments", Cells.quantity_of_at_least_zero),
)
# They belong to the product alone: nothing is configured that they could use.
OWN_COLUMNS = ("is_qty_decimal", "is_decimal_divided")
INHERITED: StockValues = {column.field: None for column in COLUMNS} | dict.fromkeys(OWN_COLUMNS, False)


_POLICY = tuple(name for name in INHERITED if name != "is_decimal_divided")


def stock_values(cells: Cells) -> StockValues:
    """Return {field: value} for what the row says: None is "Use Config Setting"; a field that is absent stays as it is.

    A value is the product's own unless its use_config flag is 1: `allow_backorders` 0 alone means its own "No Backorders"
    (C35). Raises `RefusedRowError` for a value that the setting cannot have.
    """
    values: dict[str, StockValue] = {}
    for field, column, use_config, read in COLUMNS:
        if _uses_config(cells, column, use_config):
            values[field] = None
        elif (value := read(cells, column)) is not None:
            values[field] = value
        elif cells.flag(use_config) is False:
            raise RefusedRowError(f"{use_config}: 0 asks for a value of its own, and {column} has none")
    for column in OWN_COLUMNS:
        if (flag := cells.flag(column)) is not None:
            values[column] = flag
    return values


def merged_stock_values(stored: StockValues, given: StockValues) -> StockValues:
    """Return Advanced Inventory after the row; raises `RefusedRowError` when the two contradict each other."""
    merged = {**stored, **given}
    if merged["is_decimal_divided"] and not merged["is_qty_decimal"]:
        raise RefusedRowError("is_decimal_divided: 1 needs is_qty_decimal 1")
    errors = advanced_inventory_errors(OwnPolicy(**{name: merged[name] for name in _POLICY}))  # type: ignore[arg-type]  # by name
    for column in COLUMNS:
        if column.field in errors and column.field in given:
            raise RefusedRowError(f"{column.column}: {errors[column.field]}")
    return merged


def _uses_config(cells: Cells, column: str, use_config: str) -> bool:
    texts = (cells.emptiable_text(column), cells.emptiable_text(use_config))
    if any((text or "").casefold() == USE_CONFIG for text in texts):
        return True
    return cells.flag(use_config) is True
