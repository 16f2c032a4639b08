"""Catalog > Products: the cells of the grid."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from html import escape

from django.urls import reverse

from catalog.admin.grid_table import WrittenCell
from catalog.queries.salable import SalableInStock
from catalog.queries.stock_grid import QuantityAtSource, StockOfProduct
from catalog.rules.quantity import ZERO, plain

# Rows are of one height.
LINES_IN_ROW = 2
NO_MANAGE_STOCK = "No manage stock"
NOT_COUNTED = "not counted"
IS_OWED = ' class="is-owed"'


@dataclass(frozen=True)
class GridLine:
    """One line of a cell: "**Default Source**: 25", with a note beside it such as "unlimited"."""

    name: str
    text: str
    note: str = ""
    is_owed: bool = False


@dataclass(frozen=True)
class GridCell:
    """The lines shown, how many more there are, all of them as text for the tooltip and in a file, what explains them (`url`)."""

    lines: tuple[GridLine, ...]
    more: int
    tooltip: str
    url: str = ""
    told: str = ""

    @property
    def written(self) -> str:
        """The cell as the page holds it, written without a template: a grid has a hundred of them."""
        if not self.lines:
            return ""
        # Where the keyboard stands the style sheet shows the tooltip: the row itself stays as high as the others.
        title = f' title="{escape(self.tooltip)}" tabindex="0"' if self.tooltip else ""
        more = f' <span class="grid-more">+{self.more} more</span>' if self.more else ""
        lines = " ".join(f"<li>{self._line(line)}{more if line is self.lines[-1] else ''}</li>" for line in self.lines)
        return WrittenCell.of(f'<ul class="grid-lines"{title}>{lines}</ul>', self.told)

    def _line(self, line: GridLine) -> str:
        name, number = escape(line.name), f"<b{IS_OWED if line.is_owed else ''}>{escape(line.text)}</b>"
        if self.url:
            number = f'<a class="stock-link" href="{escape(self.url)}" title="How it comes about">{number}</a>'
        note = f" <i>{escape(line.note)}</i>" if line.note else ""
        return f'<span class="grid-line-name" title="{name}">{name}</span><span>:&nbsp;</span>{number}{note}'


def quantity_cell(stock: StockOfProduct) -> str:
    """Return the one quantity of single-source mode, as people write it; empty when nothing is assigned."""
    quantity = stock.at_default_source
    return "" if quantity is None else _counted(quantity, stock)


def _counted(quantity: Decimal, stock: StockOfProduct) -> str:
    """Return units as people write them; of what nobody counts, such as a gift card, the number says nothing."""
    return plain(quantity) if stock.is_managed else NOT_COUNTED


def owed_text(stock: StockOfProduct) -> str:
    """Return the units that all stocks owe together; empty when they owe none."""
    owed = sum((row.level.owed for row in stock.in_stocks if row.policy.manage_stock), ZERO)
    return plain(owed) if owed else ""


def sources_cell(stock: StockOfProduct) -> GridCell:
    """Return "Quantity per Source": one line per assigned source, disabled ones included and named as such."""
    return _cell("Quantity per Source", tuple(_source_line(row, stock) for row in stock.at_sources))


def salable_cell(stock: StockOfProduct, product_id: int) -> GridCell:
    """Return "Salable Quantity": one line per stock that the product is assigned to, leading to how it comes about."""
    cell = _cell("Salable Quantity", tuple(_salable_line(row) for row in stock.in_stocks))
    before, after = _explained()
    return replace(cell, url=f"{before}{product_id}{after}")


@cache
def _explained() -> tuple[str, str]:
    before, _, after = reverse("admin:catalog_product_explain", args=[0]).rpartition("0")
    return before, after


def salable_text(row: SalableInStock) -> tuple[str, str]:
    """Return the salable quantity as staff read it, and the note beside it (docs/rules.md#salable-3)."""
    if not row.policy.manage_stock:
        return NO_MANAGE_STOCK, ""
    return plain(row.salable), "unlimited" if row.is_unlimited else ""


def _salable_line(row: SalableInStock) -> GridLine:
    text, note = salable_text(row)
    return GridLine(row.stock_name, text, note, is_owed=row.policy.manage_stock and row.salable < Decimal(0))


def _source_line(row: QuantityAtSource, stock: StockOfProduct) -> GridLine:
    return GridLine(
        row.source_name,
        _counted(row.quantity, stock),
        "" if row.source_is_enabled else "disabled",
        is_owed=stock.is_managed and row.quantity < 0,
    )


def _cell(title: str, lines: tuple[GridLine, ...]) -> GridCell:
    listed = [f"{line.name}: {line.text} {line.note}".rstrip() for line in lines]
    return GridCell(
        lines[:LINES_IN_ROW],
        max(0, len(lines) - LINES_IN_ROW),
        "\n".join((f"{title}:", *listed)) if len(lines) > LINES_IN_ROW else "",
        told="; ".join(listed),
    )
