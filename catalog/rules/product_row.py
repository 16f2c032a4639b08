"""One row of a product file, read: a product and its variations."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from catalog.rules.product_key import sku_key, sku_problem
from catalog.rules.product_row_cells import Cells, RefusedRowError, plain_line, plain_text, shown
from catalog.rules.product_row_columns import StockValues, stock_values
from catalog.rules.text import typed_problem

COLUMN = "configurable_variations"
LABELS_COLUMN = "configurable_variation_labels"


@dataclass(frozen=True)
class Variation:
    """One variant, by its SKU, and how it differs: {"Size": "XS", "Color": "Black"}."""

    sku: str
    options: Mapping[str, str]


def variations(listed: str, labels: str = "") -> tuple[Variation, ...]:
    """Return the listed variants in their order. `labels` names options: `size=Size,color=Colour`.

    Raises `RefusedRowError` when a shopper could not tell the variants apart: one of them twice, the same options twice,
    other options than the rest, or none.
    """
    named = {code: label for code, label in _pairs(labels, LABELS_COLUMN) if label}
    found = tuple(_variation(part, named) for part in listed.split("|") if part.strip())
    if not found:
        raise RefusedRowError(f"{COLUMN}: it lists no variant")
    first = found[0]
    by_sku: set[str] = set()
    by_options: dict[frozenset[tuple[str, str]], str] = {}
    for variation in found:
        if sku_key(variation.sku) in by_sku:
            raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} is listed twice")
        if variation.options.keys() != first.options.keys():
            raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} and {shown(first.sku)} differ by other options")
        twin = by_options.setdefault(frozenset(variation.options.items()), variation.sku)
        if twin != variation.sku:
            raise RefusedRowError(f"{COLUMN}: {shown(twin)} and {shown(variation.sku)} have the same options")
        by_sku.add(sku_key(variation.sku))
    return found


def _variation(part: str, named: Mapping[str, str]) -> Variation:
    sku = ""
    options: dict[str, str] = {}
    for code, value in _pairs(part, COLUMN):
        if code == "sku":
            sku = value
        elif value:
            options[named.get(code) or code.replace("_", " ").title()] = plain_line(value)
    if not sku:
        raise RefusedRowError(f"{COLUMN}: “{shown(part)}” names no sku")
    if not options:
        raise RefusedRowError(f"{COLUMN}: {shown(sku)} has no options")
    return Variation(sku, options)


def _pairs(text: str, column: str) -> list[tuple[str, str]]:
    pairs = []
    for part in text.split(","):
        if not part.strip():
            continue
        code, equals, value = part.partition("=")
        if not equals:
            raise RefusedRowError(f"{column}: “{shown(part)}” is no name=value")
        pairs.append((code.strip().casefold(), value.strip()))
    return pairs


LONGEST_SKU = 64
LONGEST_TEXT = 255
LONGEST_CATEGORY = 100
ROOT_CATEGORY = "Default Category"
CONFIGURABLE = "configurable"
TYPES = ("simple", "virtual", "downloadable", CONFIGURABLE)
# The reference writes "disabled" as 2.
ENABLED = {"1": "1", "yes": "1", "0": "", "2": "", "no": ""}
VISIBILITIES = {
    "not visible individually": "none",
    "catalog": "catalog",
    "search": "search",
    "catalog, search": "both",
}


class ProductRow(NamedTuple):
    """What one row says. None, or a field absent from `fields` and `stock`: the row says nothing about it (C35).

    `line` is where the row starts in its file; `fields` are columns of the product; `stock` is its Advanced Inventory, with
    None for "Use Config Setting"; `categories` are paths without the root. `remarks` say what was read otherwise than it stands.
    """

    line: int
    sku: str
    product_type: str | None
    fields: Mapping[str, str | Decimal | bool]
    url_key: str | None
    websites: tuple[str, ...] | None
    categories: tuple[str, ...] | None
    quantity: Decimal | None
    is_in_stock: bool | None
    stock: StockValues
    variations: tuple[Variation, ...]
    remarks: tuple[str, ...] = ()

    def type_for(self, stored: str | None) -> str:
        """Return the product's type after the row; `stored` is its type now, None for a new product.

        Raises `RefusedRowError` when the row would turn a product that holds stock into one that does not, or back.
        """
        wanted = self.product_type or stored or "simple"
        if stored and (wanted == CONFIGURABLE) != (stored == CONFIGURABLE):
            raise RefusedRowError(f"product_type: the product is {stored} and cannot become {wanted}")
        if self.variations and wanted != CONFIGURABLE:
            raise RefusedRowError(f"{COLUMN}: only a configurable product has variants")
        return wanted

    def refuse_unless_complete(self) -> None:
        """Raise `RefusedRowError` when a new product would lack what every product has.

        A configurable product may do without a price: shoppers pay that of the variant.
        """
        if "name" not in self.fields:
            raise RefusedRowError("name: a new product needs one")
        if "price" not in self.fields and self.product_type != CONFIGURABLE:
            raise RefusedRowError("price: a new product needs one")


def product_row(line: int, values: Mapping[str, str], *, decimal: str | None = None) -> ProductRow:
    """Return what the row that starts at `line` says, from {column: cell}; raises `RefusedRowError` with the reason.

    `decimal` is the decimal sign of its numbers, "." or ","; None: plain numbers only.
    """
    cells = Cells(values, decimal=decimal)
    listed = cells.text(COLUMN)
    return ProductRow(
        line=line,
        sku=sku_of(cells.text("sku")),
        product_type=_product_type(cells),
        fields=_fields(cells),
        url_key=cells.text("url_key"),
        websites=cells.names("product_websites"),
        categories=_categories(cells),
        quantity=cells.quantity("qty"),
        is_in_stock=cells.flag("is_in_stock"),
        stock=stock_values(cells),
        variations=() if listed is None else variations(listed, cells.text(LABELS_COLUMN) or ""),
        remarks=cells.remarks,
    )


def sku_of(sku: str | None) -> str:
    """Return the SKU of a row, None when its cell is empty; raises `RefusedRowError` when it cannot be one."""
    if sku is None:
        raise RefusedRowError("sku: it is missing")
    if len(sku) > LONGEST_SKU:
        raise RefusedRowError(f"sku: it is longer than {LONGEST_SKU} characters")
    if problem := sku_problem(sku):
        raise RefusedRowError(f"sku: {problem}")
    return sku


def _product_type(cells: Cells) -> str | None:
    typed = cells.text("product_type")
    if typed is None:
        return None
    if typed.casefold() not in TYPES:
        raise RefusedRowError(
            f"product_type: “{shown(typed)}” products cannot be imported, only simple, virtual, downloadable and configurable ones"
        )
    return typed.casefold()


def _fields(cells: Cells) -> Mapping[str, str | Decimal | bool]:
    name = cells.text("name")
    line = None if name is None else name_of(name)
    enabled = cells.choice("product_online", ENABLED)
    texts = {column: cells.emptiable_text(column) for column in ("description", "short_description")}
    given = {
        "name": line,
        "price": cells.price("price"),
        "weight": cells.quantity_of_at_least_zero("weight"),
        "is_enabled": None if enabled is None else bool(enabled),
        "visibility": cells.choice("visibility", VISIBILITIES),
        **{column: description_of(column, text) for column, text in texts.items() if text is not None},
    }
    return {field: value for field, value in given.items() if value is not None}


def name_of(text: str) -> str:
    """Return the name that the cell `text` gives to a product; raises `RefusedRowError` when it gives none."""
    line = plain_line(text)
    if not 0 < len(line) <= LONGEST_TEXT:
        raise RefusedRowError(f"name: it must have 1 to {LONGEST_TEXT} characters")
    if problem := typed_problem(line, longest=None, is_line=True):
        raise RefusedRowError(f"name: {problem.removesuffix('.')}")
    return line


def description_of(column: str, text: str) -> str:
    """Return the cell `text` of a description as it is kept; raises `RefusedRowError` for what nobody may type."""
    plain = plain_text(text)
    if problem := typed_problem(plain, longest=None, is_line=False):
        raise RefusedRowError(f"{column}: {problem.removesuffix('.')}")
    return plain


def _categories(cells: Cells) -> tuple[str, ...] | None:
    names = cells.names("categories")
    return None if names is None else tuple(dict.fromkeys(path for name in names if (path := _category_path(name))))


def _category_path(name: str) -> str:
    parts = [plain_line(part) for part in name.split("/") if part.strip()]
    path = "/".join(parts[1:] if parts[:1] == [ROOT_CATEGORY] else parts)
    if problem := typed_problem(path, longest=None, is_line=True):
        raise RefusedRowError(f"categories: {problem.removesuffix('.')}")
    if len(path) > LONGEST_TEXT or any(len(part) > LONGEST_CATEGORY for part in parts):
        raise RefusedRowError(
            f"categories: a name has at most {LONGEST_CATEGORY} characters, a path {LONGEST_TEXT}: “{shown(name)}”"
        )
    return path
