"""The columns of a product file: their names, and the other names that the same columns go by."""

from collections.abc import Sequence

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


class InvalidHeaderError(ValueError):
    """The first line of a file does not name the columns of a product file; `str()` says why."""


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns under which rows are read; columns without a name or use keep theirs.

    Raises `InvalidHeaderError` when `sku` is missing or a column that is read stands there twice.
    """
    typed = [cell.strip().casefold() for cell in header]
    names = tuple(ALIASES.get(name, name) for name in typed)
    if "sku" not in names:
        found = ", ".join(shown(cell) for cell in header[:5])
        raise InvalidHeaderError(
            f"The first line names no column “sku” (it starts with: {found}). Columns are separated by commas."
        )
    for name in names:
        if name in IMPORTED and names.count(name) > 1:
            raise InvalidHeaderError(f"The first line names the column “{name}” twice.")
    return names


def columns_not_imported(names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that the file has and nothing reads: those of other features, and misspelt ones."""
    return tuple(name for name in names if name and name not in IMPORTED)
