"""What the stock columns of the products grid say."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse

from catalog.queries.salable_by_stock import SalableInStock
from catalog.queries.stock_grid import QuantityAtSource, StockOfProduct
from catalog.rules.quantity import plain

LINES_SHOWN = 5
NO_MANAGE_STOCK = "No manage stock"


@dataclass(frozen=True)
class GridLine:
    """One line of a cell: "**Default Source**: 25", with a note beside it such as "unlimited"."""

    name: str
    text: str
    note: str = ""
    is_owed: bool = False


@dataclass(frozen=True)
class GridCell:
    """The lines shown, how many more there are, all of them as text for the tooltip, and (`url`) what explains them."""

    lines: tuple[GridLine, ...]
    more: int
    tooltip: str
    url: str = ""


def quantity_cell(stock: StockOfProduct) -> str:
    """Return the one quantity of single-source mode, as people write it; empty when nothing is assigned."""
    quantity = stock.at_default_source
    return "" if quantity is None else plain(quantity)


def sources_cell(stock: StockOfProduct) -> GridCell:
    """Return "Quantity per Source": one line per assigned source, disabled ones included and named as such."""
    return _cell("Quantity per Source", tuple(_source_line(row) for row in stock.at_sources))


def salable_cell(stock: StockOfProduct, product_id: int) -> GridCell:
    """Return "Salable Quantity": one line per stock that the product is assigned to, leading to how it comes about."""
    cell = _cell("Salable Quantity", tuple(_salable_line(row) for row in stock.in_stocks))
    return replace(cell, url=reverse("admin:catalog_product_explain", args=[product_id]))


def salable_text(row: SalableInStock) -> tuple[str, str]:
    """Return the salable quantity as staff read it, and the note beside it (docs/rules.md#salable-3)."""
    if not row.policy.manage_stock:
        return NO_MANAGE_STOCK, ""
    return plain(row.salable), "unlimited" if row.is_unlimited else ""


def _salable_line(row: SalableInStock) -> GridLine:
    text, note = salable_text(row)
    return GridLine(row.stock_name, text, note, is_owed=row.policy.manage_stock and row.salable < Decimal(0))


def _source_line(row: QuantityAtSource) -> GridLine:
    return GridLine(
        row.source_name,
        plain(row.quantity),
        "" if row.source_is_enabled else "disabled",
        is_owed=row.quantity < 0,
    )


def _cell(title: str, lines: tuple[GridLine, ...]) -> GridCell:
    told = "\n".join(f"{line.name}: {line.text} {line.note}".rstrip() for line in lines)
    return GridCell(
        lines[:LINES_SHOWN],
        max(0, len(lines) - LINES_SHOWN),
        f"{title}:\n{told}" if len(lines) > LINES_SHOWN else "",
    )
