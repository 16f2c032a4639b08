"""The rows of one product file, read as `product_row` reads each of them, but each text judged once where texts repeat.

A million rows hold some hundred combinations of type, visibility and stock settings, and some thousand prices and quantities.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from catalog.rules.product_row import COLUMN, ProductRow, description_of, name_of, product_row, sku_of
from catalog.rules.product_row_cells import EMPTIED, Cells, RefusedRowError
from catalog.rules.product_row_columns import IMPORTED

# Those of which nearly every row has another.
OWN = ("sku", "name", "description", "short_description", "url_key", "price", "weight", "qty")
# What decides about the product, and what its Advanced Inventory holds: combinations of few values each.
SOLD = ("product_type", "product_online", "visibility", "product_websites", "is_in_stock")
STOCK = tuple(
    sorted(IMPORTED - {*OWN, *SOLD, "categories", "store_view_code", COLUMN, "configurable_variation_labels"})
)
DESCRIPTIONS = ("description", "short_description")
KEPT = 20_000

type Texts = tuple[str, ...]


class _LongWayError(Exception):
    """Something is to be said of the row."""


class RowReader:
    """Reads rows of a file with these `columns`; `decimal` is the decimal sign of its numbers, None: plain numbers only."""

    def __init__(self, columns: Collection[str], *, decimal: str | None = None) -> None:
        """Forget what other files said."""
        self._decimal = decimal
        self._sold_columns = tuple(column for column in SOLD if column in columns)
        self._stock_columns = tuple(column for column in STOCK if column in columns)
        self._sold_texts, self._stock_texts = _picked(self._sold_columns), _picked(self._stock_columns)
        self._unread = _picked(tuple(column for column in columns if column not in {*OWN, *SOLD, *STOCK, "categories"}))
        self._sold = lru_cache(KEPT)(lambda texts: self._part(self._sold_columns, texts))
        self._stock = lru_cache(KEPT)(lambda texts: self._part(self._stock_columns, texts).stock)
        self._categories = lru_cache(KEPT)(lambda text: self._part(("categories",), (text,)).categories)
        self._price = lru_cache(KEPT)(lambda text: self._number("price", text, Cells.price))
        self._weight = lru_cache(KEPT)(lambda text: self._number("weight", text, Cells.quantity_of_at_least_zero))
        self._quantity = lru_cache(KEPT)(lambda text: self._number("qty", text, Cells.quantity))

    def read(self, line: int, values: Mapping[str, str]) -> ProductRow:
        """Return what the row that starts at `line` says; raises `RefusedRowError` with the reason, as `product_row` does."""
        try:
            return self._quickly(line, values)
        except (KeyError, RefusedRowError, _LongWayError):
            # It ends early, or the first of its problems is to be said, or a remark, or it lists variants.
            return product_row(line, values, decimal=self._decimal)

    def _quickly(self, line: int, values: Mapping[str, str]) -> ProductRow:
        text = values.get
        own = text("name", "").strip(), text("url_key", "").strip(), values["sku"].strip()
        if EMPTIED in own or "\0" in own[1] or text(COLUMN, "").strip() or "\0" in "".join(self._unread(values)):
            raise _LongWayError
        name, url_key, sku = own
        sold = self._sold(self._sold_texts(values))
        fields = dict(sold.fields)
        if name:
            fields["name"] = name_of(name)
        for column in DESCRIPTIONS:
            if described := text(column, "").strip():
                fields[column] = description_of(column, "" if described == EMPTIED else described)
        if (price := self._price(text("price", ""))) is not None:
            fields["price"] = price
        if (weight := self._weight(text("weight", ""))) is not None:
            fields["weight"] = weight
        return ProductRow(
            line=line,
            sku=sku_of(sku or None),
            product_type=sold.product_type,
            fields=fields,
            url_key=url_key or None,
            websites=sold.websites,
            categories=self._categories(text("categories", "")),
            quantity=self._quantity(text("qty", "")),
            is_in_stock=sold.is_in_stock,
            stock=self._stock(self._stock_texts(values)),
            variations=(),
        )

    def _part(self, columns: Collection[str], texts: Texts) -> ProductRow:
        row = product_row(0, {"sku": "PART", **dict(zip(columns, texts, strict=True))}, decimal=self._decimal)
        if row.remarks:
            raise _LongWayError
        return row

    def _number(self, column: str, text: str, read: Callable[[Cells, str], Decimal | None]) -> Decimal | None:
        cells = Cells({column: text}, decimal=self._decimal)
        number = read(cells, column)
        if cells.remarks:
            raise _LongWayError
        return number


def _picked(columns: Texts) -> Callable[[Mapping[str, str]], Texts]:
    # itemgetter of one name returns no tuple.
    return itemgetter(*columns) if len(columns) > 1 else lambda values: tuple(values[column] for column in columns)
