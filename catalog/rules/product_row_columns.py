"""The columns of a product file: those that are known, and those of stock.

The columns of a product file: their names, and the other names that the same columns go by.
The stock columns of a product row: Advanced Inventory, with the use_config flag beside each value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from catalog.rules.advanced_inventory import advanced_inventory_errors
from catalog.rules.product_row_cells import Cells, RefusedRowError, shown
from catalog.rules.stock_policy import BackorderMode, OwnPolicy

ALIASES = {
    "min_qty": "out_of_stock_qty",
    "backorders": "allow_backorders",
    "min_sale_qty": "min_cart_qty",
    "max_sale_qty": "max_cart_qty",
    "notify_stock_qty": "notify_on_stock_below",
    "use_config_enable_qty_increments": "use_config_enable_qty_inc",
}
IMPORTED = frozenset(
    {
        "sku",
        "store_view_code",
        "product_type",
        "categories",
        "product_websites",
        "name",
        "description",
        "short_description",
        "weight",
        "product_online",
        "visibility",
        "price",
        "url_key",
        "configurable_variations",
        "configurable_variation_labels",
        "qty",
        "out_of_stock_qty",
        "use_config_min_qty",
        "is_qty_decimal",
        "allow_backorders",
        "use_config_backorders",
        "min_cart_qty",
        "use_config_min_sale_qty",
        "max_cart_qty",
        "use_config_max_sale_qty",
        "is_in_stock",
        "notify_on_stock_below",
        "use_config_notify_stock_qty",
        "manage_stock",
        "use_config_manage_stock",
        "use_config_qty_increments",
        "qty_increments",
        "use_config_enable_qty_inc",
        "enable_qty_increments",
        "is_decimal_divided",
    }
)


# Around names and SKUs, in files that went through a spreadsheet or a web page.
SPACE = " \t\r\n\v\f\ufeff\xa0\u2007\u202f\u200b"


class InvalidHeaderError(ValueError):
    """The first line of a file does not name the columns of a product file; `str()` says why."""


@dataclass(frozen=True)
class Columns:
    """The columns of a file in their order: `names` as they are read, `typed` as the file writes them."""

    names: tuple[str, ...]
    typed: tuple[str, ...]
    twins: frozenset[str]

    @property
    def not_imported(self) -> tuple[str, ...]:
        """The columns that the file has and nothing reads: those of other features, and misspelt ones."""
        return tuple(dict.fromkeys(name for name in self.names if name and name not in IMPORTED))

    def named(self, number: int | None) -> str:
        """Return the name of column `number` (from 0) for a message."""
        if number is None or number >= len(self.names):
            return "the row"
        return shown(self.typed[number]) or f"column {number + 1}"

    def values(self, cells: Sequence[str]) -> tuple[dict[str, str], str]:
        """Return {column: cell} of a row, and what is wrong when two names of one column disagree; empty when they do not.

        A row that ends early says nothing about the columns that it leaves out: spreadsheets leave out empty cells at its end.
        """
        values = dict(zip(self.names, cells, strict=False))
        problem = ""
        for name in self.twins & values.keys():
            given = [
                (typed, cell)
                for column, typed, cell in zip(self.names, self.typed, cells, strict=False)
                if column == name and cell.strip()
            ]
            values[name] = given[0][1] if given else ""
            if len({cell.strip() for _, cell in given}) > 1:
                problem = f"{' and '.join(typed for typed, _ in given)}: one column by two names, with different values"
        return values, problem


def product_columns(header: Sequence[str], *, delimiter: str = "comma") -> Columns:
    """Return the columns under which rows are read; those without a name or use keep theirs.

    Two names of one column are one, as long as no row disagrees. Raises `InvalidHeaderError` when `sku` is missing; `delimiter`
    is what the line was taken apart by, in words.
    """
    typed = tuple(cell.strip(SPACE).casefold() for cell in header)
    names = tuple(ALIASES.get(name, name) for name in typed)
    if "sku" not in names:
        found = ", ".join(shown(cell) for cell in header[:5])
        raise InvalidHeaderError(
            f"The first line names no column “sku” (it starts with: {found}). It was read as columns separated by {delimiter}."
        )
    twins = frozenset(name for name in names if name in IMPORTED and names.count(name) > 1)
    # Excel writes empty columns behind the last one.
    last = max(number for number, name in enumerate(names) if name) + 1
    return Columns(names[:last], typed[:last], twins)


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
