"""The columns of a product file: their names, and the other names that the same columns go by."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.rules.product_row_cells import shown

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
