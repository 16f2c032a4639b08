"""Catalog > Products: the page of the grid, and how it is sorted."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest

from catalog.admin.grid_address import SORT
from catalog.admin.product.filters import chosen_stock
from catalog.admin.walked_grid import WalkedGrid
from catalog.models import ConfigurationValue, Product
from catalog.queries.product_grid import with_on_hand
from catalog.queries.product_order import (
    Walk,
    first_by_owed,
    first_by_quantity,
    first_by_salable,
    with_owed,
    with_salable,
)
from catalog.queries.stock_grid import StockOfProduct, stock_grid, websites_of
from catalog.rules.in_force import ConfiguredPolicy

NO_STOCK = StockOfProduct((), ())
# Sorted by what lies in the chosen stock.
BY_QUANTITY = ("quantity", "quantity_per_source")
BY_SALABLE, BY_OWED = "salable_quantity", "owed"
# By these some products have no number: they come last, whichever way is sorted.
NUMBERS = ("on_hand_there", "salable_there", "owed_there")


class ProductGrid(WalkedGrid):
    """The page of the grid that is shown, with its stock."""

    result_list: Any

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Return the products that are asked for, with the number by which they are sorted."""
        rows, sort = self.root_queryset, self._sort.removeprefix("-")
        if sort in BY_QUANTITY:
            rows = with_on_hand(rows, stock_id=chosen_stock(request).pk)
        elif sort == BY_SALABLE:
            rows = with_salable(rows, stock_id=chosen_stock(request).pk, configured=self._configured)
        elif sort == BY_OWED:
            rows = with_owed(rows, configured=self._configured)
        self.root_queryset = rows
        found: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return found

    @property
    def walk(self) -> Walk | None:
        """What finds the first by quantity or salable quantity in the chosen stock, or by owed units."""
        sort, descends = self._sort.removeprefix("-"), self._sort.startswith("-")
        stock = chosen_stock(self.request).pk
        if sort in BY_QUANTITY:
            return first_by_quantity(stock_id=stock, descends=descends)
        if sort == BY_SALABLE:
            return first_by_salable(stock_id=stock, configured=self._configured, descends=descends)
        return first_by_owed(configured=self._configured, descends=descends) if sort == BY_OWED else None

    @property
    def _sort(self) -> str:
        return str(self.request.GET.get(SORT, ""))

    @property
    def _configured(self) -> ConfiguredPolicy:
        return ConfigurationValue.objects.in_force().configured_policy()

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Product]) -> list[Any]:
        """Let the key follow the direction of the column before it: one index serves both."""
        found: list[Any] = super().get_ordering(request, queryset)
        if found[1:] and found[-1] == "-pk" and not str(found[-2]).startswith("-"):
            found[-1] = "pk"
        return [_last(each) if isinstance(each, str) else each for each in found]

    def get_results(self, request: HttpRequest) -> None:
        """Leave out the long texts, which no column shows."""
        self.queryset = self.queryset.defer("short_description", "description")
        super().get_results(request)

    def filled(self, rows: list[Any]) -> list[Any]:
        """Load the stock of the products at once: the number of queries does not grow with the rows."""
        found = stock_grid(rows, configured=self._configured)
        sold_on = websites_of(rows)
        for product in rows:
            product.stock_of_product = found.get(product.pk, NO_STOCK)
            product.sold_on_websites = sold_on.get(product.pk, ())
        return rows


def _last(column: str) -> Any:
    """Return how to sort by a column, with what has no number last."""
    name = column.removeprefix("-")
    if name not in NUMBERS:
        return column
    return F(name).desc(nulls_last=True) if column.startswith("-") else F(name).asc(nulls_last=True)
