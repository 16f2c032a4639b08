"""Catalog > Products: the cells of the grid, and its filters."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import DropdownFilter

from catalog.admin.grid import Grid
from catalog.models import ConfigurationValue, Product, Stock
from catalog.models.product import ProductType
from catalog.queries.availability import told
from catalog.queries.salable import SalableInStock
from catalog.queries.stock_grid import QuantityAtSource, StockOfProduct, stock_grid, websites_of
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.product_setting import BACKORDERS
from catalog.rules.quantity import plain

LINES_SHOWN = 5
NO_MANAGE_STOCK = "No manage stock"
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
    """The lines shown, how many more there are, all of them as text for the tooltip, and (`url`) what explains them."""

    lines: tuple[GridLine, ...]
    more: int
    tooltip: str
    url: str = ""

    @property
    def written(self) -> str:
        """The cell as the page holds it, written without a template: a grid has a hundred of them."""
        if not self.lines:
            return ""
        title = f' title="{escape(self.tooltip)}"' if self.tooltip else ""
        more = f'<li class="grid-more">+{self.more} more</li>' if self.more else ""
        return SafeString(f'<ul class="grid-lines"{title}>{" ".join(map(self._line, self.lines))} {more}</ul>')

    def _line(self, line: GridLine) -> str:
        name, number = escape(line.name), f"<b{IS_OWED if line.is_owed else ''}>{escape(line.text)}</b>"
        if self.url:
            number = f'<a class="stock-link" href="{escape(self.url)}" title="How it comes about">{number}</a>'
        note = f" <i>{escape(line.note)}</i>" if line.note else ""
        return f'<li><span class="grid-line-name" title="{name}">{name}</span><span>:&nbsp;</span>{number}{note}</li>'


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


def _source_line(row: QuantityAtSource) -> GridLine:
    return GridLine(
        row.source_name,
        plain(row.quantity),
        "" if row.source_is_enabled else "disabled",
        is_owed=row.quantity < 0,
    )


def _cell(title: str, lines: tuple[GridLine, ...]) -> GridCell:
    listed = "\n".join(f"{line.name}: {line.text} {line.note}".rstrip() for line in lines)
    return GridCell(
        lines[:LINES_SHOWN],
        max(0, len(lines) - LINES_SHOWN),
        f"{title}:\n{listed}" if len(lines) > LINES_SHOWN else "",
    )


NO_STOCK = StockOfProduct((), ())


class ProductGrid(Grid):
    """The page of the grid that is shown, with its stock."""

    queryset: Any
    result_list: Any

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Product]) -> list[Any]:
        """Let the key follow the direction of the column before it: one index serves both."""
        found: list[Any] = super().get_ordering(request, queryset)
        if found[1:] and found[-1] == "-pk" and not str(found[-2]).startswith("-"):
            found[-1] = "pk"
        return found

    def get_results(self, request: HttpRequest) -> None:
        """Load the stock of the page's products at once: the number of queries does not grow with the rows."""
        self.queryset = self.queryset.defer("short_description", "description")
        super().get_results(request)
        products: list[Any] = list(self.result_list)
        configured = ConfigurationValue.objects.in_force().configured_policy()
        found = stock_grid(products, configured=configured)
        sold_on = websites_of(products)
        for product in products:
            product.stock_of_product = found.get(product.pk, NO_STOCK)
            product.sold_on_websites = sold_on.get(product.pk, ())
        self.result_list = products


STOCK = "stock"


class StockStatusFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """What a shopper is told: In stock, Available on backorder, Out of Stock. A configurable product has no stock to tell of."""

    title = "Stock status"
    parameter_name = "availability"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Product]) -> list[tuple[str, str]]:
        """Return the three statuses in the words that a shopper reads."""
        del request, model_admin
        return [(status.name, status.value) for status in AvailabilityStatus]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        """Judge in the stock that is chosen beside it, else in the Default Stock."""
        if self.value() not in AvailabilityStatus.__members__:
            return queryset
        condition = told(
            AvailabilityStatus[self.value()],
            stock_id=_chosen_stock(request.GET.get(STOCK, "")).pk,
            configured=ConfigurationValue.objects.in_force().configured_policy(),
        )
        return queryset.filter(condition).exclude(product_type=ProductType.CONFIGURABLE)


class StockFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """Products assigned to a stock; the stock status is judged there. Offered when there is more than one stock."""

    title = "Stock"
    parameter_name = STOCK

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Product]) -> list[tuple[str, str]]:
        """Return the stocks, or nothing to choose from where there is only the Default Stock."""
        del request, model_admin
        stocks = [(str(pk), name) for pk, name in Stock.objects.order_by("name", "pk").values_list("pk", "name")]
        return stocks if len(stocks) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        """Keep the products that some source of the stock holds."""
        del request
        chosen = self.value() or ""
        if not _is_number(chosen):
            return queryset
        return queryset.filter(stock_levels__stock_id=int(chosen), stock_levels__sources_assigned__gt=0)


class BackordersFilter(DropdownFilter):  # type: ignore[misc]  # Unfold carries no types
    """The Backorders mode in force: the product's own, else the configured one."""

    title = "Backorders"
    parameter_name = "backorders"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Product]) -> list[tuple[str, str]]:
        """Return the three modes."""
        del request, model_admin
        return list(BACKORDERS.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        """Keep the products for which the mode holds."""
        del request
        chosen: Any = self.value()
        if chosen not in dict(BACKORDERS.choices):
            return queryset
        holds = Q(stock_item__backorders=int(chosen))
        if ConfigurationValue.objects.in_force().configured_policy().backorders == int(chosen):
            holds |= Q(stock_item__backorders=None)
        return queryset.filter(holds).exclude(product_type=ProductType.CONFIGURABLE)


FILTERS: list[type[SimpleListFilter]] = [StockStatusFilter, StockFilter, BackordersFilter]


def _chosen_stock(text: str) -> Stock:
    chosen = Stock.objects.filter(pk=int(text)).first() if _is_number(text) else None
    return chosen or Stock.objects.default()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("9223372036854775807") - 1
