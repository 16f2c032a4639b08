"""The columns of a product file: those that are known, and those of stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.advanced_inventory import advanced_inventory_problems
from catalog.rules.in_force import OwnPolicy
from catalog.rules.product_row_cells import Cells, RefusedRowError, shown
from catalog.rules.product_setting import (
    MULTIPLE_BOXES,
    PRODUCT_FLAGS,
    PRODUCT_SETTINGS,
    USES_DECIMALS,
    ProductSetting,
)
from catalog.rules.setting import Kind, SettingProblem

USE_CONFIG = "use_config_"
# Both names of a column are read, that of the guide's file and that of the reference's field.
ALIASES = {setting.name: setting.column for setting in PRODUCT_SETTINGS if setting.column != setting.name} | {
    USE_CONFIG + setting.name: setting.use_config for setting in PRODUCT_SETTINGS if setting.use_config
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
        "is_in_stock",
        *(setting.column for setting in PRODUCT_SETTINGS),
        *(setting.use_config or USE_CONFIG + setting.name for setting in PRODUCT_SETTINGS),
        *(flag.name for flag in PRODUCT_FLAGS),
    }
)


# Around names and SKUs, in files that went through a spreadsheet or a web page.
SPACE = " \t\r\n\v\f\ufeff\xa0\u2007\u202f\u200b"


class InvalidHeaderError(ValueError):
    """The first line of a file names no column `sku`: `begins` with these cells, taken apart by `delimiter`, in words."""

    def __init__(self, begins: tuple[str, ...], delimiter: str) -> None:
        """Keep what was found."""
        super().__init__(begins, delimiter)
        self.begins = begins
        self.delimiter = delimiter


class InvalidStockError(ValueError):
    """A value of Advanced Inventory that the row would give its product, and that no product can have."""

    def __init__(self, column: str, problem: SettingProblem) -> None:
        """Keep where, and why."""
        super().__init__(column, problem.name)
        self.column = column
        self.problem = problem


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

    def sku(self, cells: Sequence[str]) -> str:
        """Return the cell of `sku` as `values` does; empty when the row ends before it."""
        if "sku" in self.twins:
            return self.values(cells)[0].get("sku", "")
        number = self.names.index("sku")
        return cells[number] if number < len(cells) else ""

    def values(self, cells: Sequence[str]) -> tuple[dict[str, str], str]:
        """Return {column: cell} of a row, and what is wrong when two names of one column disagree; empty when they do not.

        A row that ends early says nothing about the columns that it leaves out: spreadsheets leave out empty cells at its end.
        """
        values = dict(zip(self.names, cells, strict=False))
        problem = ""
        if not self.twins:
            return values, problem
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
        raise InvalidHeaderError(tuple(shown(cell) for cell in header[:5]), delimiter)
    twins = frozenset(name for name in names if name in IMPORTED and names.count(name) > 1)
    # Excel writes empty columns behind the last one.
    last = max(number for number, name in enumerate(names) if name) + 1
    return Columns(names[:last], typed[:last], twins)


CONFIGURED = "use config"

type StockValue = Decimal | int | None
type StockValues = Mapping[str, StockValue]

INHERITED: StockValues = dict.fromkeys((setting.name for setting in PRODUCT_SETTINGS), None) | dict.fromkeys(
    (flag.name for flag in PRODUCT_FLAGS), False
)
_POLICY = tuple(name for name in INHERITED if name != MULTIPLE_BOXES.name)


def stock_values(cells: Cells) -> StockValues:
    """Return {field: value} for what the row says: None is "Use Config Setting"; a field that is absent stays as it is.

    A value is the product's own unless its use_config flag is 1: `allow_backorders` 0 alone means its own "No Backorders"
    (C35). Raises `RefusedRowError` for a value that the setting cannot have.
    """
    values: dict[str, StockValue] = {}
    for setting in PRODUCT_SETTINGS:
        use_config = setting.use_config or USE_CONFIG + setting.name
        if _uses_config(cells, setting.column, use_config):
            values[setting.name] = None
        elif (value := _own(cells, setting)) is not None:
            values[setting.name] = value
        elif cells.flag(use_config) is False:
            raise RefusedRowError(f"{use_config}: 0 asks for a value of its own, and {setting.column} has none")
    for flag in PRODUCT_FLAGS:
        if (said := cells.flag(flag.name)) is not None:
            values[flag.name] = said
    return values


def merged_stock_values(stored: StockValues, given: StockValues) -> StockValues:
    """Return Advanced Inventory after the row; raises `RefusedRowError` or `InvalidStockError` when the two contradict."""
    merged = {**stored, **given}
    if merged[MULTIPLE_BOXES.name] and not merged[USES_DECIMALS.name]:
        raise RefusedRowError(f"{MULTIPLE_BOXES.name}: 1 needs {USES_DECIMALS.name} 1")
    problems = advanced_inventory_problems(OwnPolicy(**{name: merged[name] for name in _POLICY}))  # type: ignore[arg-type]  # by name
    for setting in PRODUCT_SETTINGS:
        if setting.name in problems and setting.name in given:
            raise InvalidStockError(setting.column, problems[setting.name])
    return merged


def _own(cells: Cells, setting: ProductSetting) -> StockValue:
    match setting.kind:
        case Kind.YES_NO:
            return cells.flag(setting.column)
        case Kind.CHOICE:
            mode = cells.choice(setting.column, {value: value for value, _ in setting.choices})
            return None if mode is None else int(mode)
        case _:
            read = cells.quantity if setting.may_be_negative else cells.quantity_of_at_least_zero
            return read(setting.column)


def _uses_config(cells: Cells, column: str, use_config: str) -> bool:
    texts = (cells.emptiable_text(column), cells.emptiable_text(use_config))
    if any((text or "").casefold() == CONFIGURED for text in texts):
        return True
    return cells.flag(use_config) is True
