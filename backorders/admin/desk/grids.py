"""Sales > Backorders: what its grids have in common, and the one of products."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from backorders.admin.desk.presenter import OwedLine, OwedProduct, counted, of_products, owed_product
from backorders.admin.order_filters import website_choices
from backorders.models import QueuePlace
from backorders.queries.backorder_desk import owed_products
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, NumberFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.product.filters import stock_choices
from catalog.admin.table_grid import RowsOfPage, TableScreen
from catalog.queries.incoming_supply import SupplyAtSource, next_supplies
from catalog.rules.quantity import ZERO

AGES = (7, 14, 30, 60, 90)


def _older(rows: QuerySet[Any], days: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(placed_at__lte=timezone.now() - timedelta(days=int(days)))


WEBSITE = ChoiceFilter("website", "Website", "order__website", choices=website_choices)
STOCK = ChoiceFilter("stock", "Stock", "stock", choices=stock_choices)
AGE = ChoiceFilter(
    "age", "Waiting for", narrow=_older, choices=[(str(days), f"{days} days and longer") for days in AGES]
)
PLACED = DateFilter("placed", "Placed", "placed_at")


class DeskScreen(TableScreen):
    """What the three have in common: their rows tell of a product."""

    model = QueuePlace
    title = ""
    nothing = "Nothing is owed"
    search_help_text = "Search by product or SKU"

    @display(description="Product", ordering="product__name")
    def product_name(self, row: OwedProduct | OwedLine) -> str:
        """Return the product, leading to its queue; a deleted one has none."""
        return f"{row.name} (deleted)" if row.is_gone else link_cell(row.queue_link, row.name)

    @display(description="SKU", ordering="product__sku")
    def sku(self, row: OwedProduct | OwedLine) -> str:
        """Return the SKU."""
        return row.sku

    @display(description="Stock", ordering="stock__name")
    def stock_name(self, row: OwedProduct | OwedLine) -> str:
        """Return the stock that owes."""
        return row.stock


class ProductsDesk(DeskScreen):
    """By product: what each stock owes of it, the one that waits longest first."""

    title = "By product"
    grid = "backorders.desk_products"
    list_name = "backorders_backorder_desk"
    verbose_name_plural = "backorders by product"
    list_display = ("product_name", "sku", "stock_name", "since", "lines", "shelf", "owes", "expected", "go")
    number_columns = ("lines", "shelf", "owes")
    date_columns = ("since",)
    exported = {"since": (("Oldest order", attrgetter("oldest_at")),), "go": ()}
    filters = (WEBSITE, STOCK, AGE, PLACED, NumberFilter("owed", "Owed", "units"))

    def rows(self, words: str) -> Any:
        """Return one row for each (stock, product) that owes units."""
        return owed_products(words)

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page: all are read for the sum, which no other question answers."""
        rows = list(queryset)
        page = Paginator(rows, size).get_page(number)
        units = sum((row["units"] for row in rows), ZERO)
        spread = (len({row["product_id"] for row in rows}), len({row["stock_id"] for row in rows}))
        return RowsOfPage(list(page), page.number, len(rows), f"{counted(units, 'unit')} owed {of_products(*spread)}")

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return them with what comes next. One query."""
        comes = _next_supplies(rows)
        return [owed_product(row, comes.get((row["stock_id"], row["product_id"]))) for row in rows]

    @display(description="Waiting since", ordering="oldest")
    def since(self, row: OwedProduct) -> str:
        """Return when the oldest order that waits was placed."""
        return row.oldest

    @display(description="Order lines", ordering="lines")
    def lines(self, row: OwedProduct) -> str:
        """Return how many order lines wait."""
        return f"{row.lines:,}"

    @display(description="On hand", ordering="on_hand")
    def shelf(self, row: OwedProduct) -> str:
        """Return the units on the shelves of the stock."""
        return row.on_hand

    @display(description="Owed", ordering="units")
    def owes(self, row: OwedProduct) -> str:
        """Return the units that are owed."""
        return row.owed

    @display(description="Next expected")
    def expected(self, row: OwedProduct) -> str:
        """Return what comes next."""
        return row.expected

    @display(description="Receive stock")
    def go(self, row: OwedProduct) -> str:
        """Return the way to the queue, where stock is received, or to the orders of a product that is gone."""
        return link_cell(row.link, "See the orders" if row.is_gone else "Receive stock")


def _next_supplies(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], SupplyAtSource]:
    return next_supplies(
        stock_ids={row["stock_id"] for row in rows}, product_ids={row["product_id"] for row in rows} - {None}
    )
