"""Reports > Backorders > Ordered: the lines of orders that a fill rate is told of."""

from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.utils.timezone import localtime
from unfold.decorators import display

from backorders.admin.backorder_report.filters import (
    ORDERED,
    SEES,
    days_filter,
    order_cell,
    product_filter,
    stock_filter,
    website_filter,
)
from backorders.models import OrderLine
from backorders.queries.backorder_report import held_lines, worded
from backorders.rules.backorder_report import fill_rate
from catalog.admin.grid_filters import NumberFilter
from catalog.admin.table_grid import RowsOfPage, TableScreen
from catalog.rules.quantity import ZERO, plain
from catalog.words.moment import MOMENT


class Ordered(TableScreen):
    """What was ordered, and what of it was not there then, the latest first."""

    model = OrderLine
    title = "Ordered"
    nothing = "Nothing was ordered in these days"
    permission = SEES
    grid = "backorders.report_ordered"
    list_name = ORDERED
    verbose_name_plural = "ordered lines"
    search_help_text = "Search by product or SKU"
    list_display = ("placed", "number", "product_name", "sku", "stock_name", "shop", "units", "lacking", "rate")
    hidden_columns = ("stock_name", "shop")
    number_columns = ("units", "lacking", "rate")
    date_columns = ("placed",)
    filters = (
        days_filter("order__placed_at"),
        website_filter("order__website"),
        stock_filter("order__stock"),
        NumberFilter("lacking", "Owed when ordered", "owed_when_placed"),
        product_filter("held_product"),
    )
    exported = {
        "placed": (("Ordered at", attrgetter("order.placed_at")),),
        "rate": (("Fill rate (%)", lambda line: fill_rate(line.ordered, line.owed_when_placed)),),
    }

    def rows(self, words: str) -> Any:
        """Return every line that held units of the ledger."""
        rows = held_lines().filter(worded(words, "")).select_related("order__stock", "order__website")
        return rows.order_by("-order__placed_at", "-pk")

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page, and what all rows come to. Three queries."""
        sums = queryset.order_by().aggregate(
            units=Sum("ordered", default=ZERO), owed=Sum("owed_when_placed", default=ZERO)
        )
        page = Paginator(queryset, size).get_page(number)
        rate = _rate_words(sums["units"], sums["owed"])
        told = f"{plain(sums['units'])} units ordered, {plain(sums['owed'])} of them owed then: fill rate {rate}"
        return RowsOfPage(list(page), page.number, page.paginator.count, told)

    @display(description="Ordered at", ordering="order__placed_at")
    def placed(self, line: OrderLine) -> str:
        """Return when."""
        return f"{localtime(line.order.placed_at):{MOMENT}}"

    @display(description="Order", ordering="order_id")
    def number(self, line: OrderLine) -> str:
        """Return the order, leading to its page."""
        return order_cell(line)

    @display(description="Product", ordering="name")
    def product_name(self, line: OrderLine) -> str:
        """Return the product as it was called when it was ordered."""
        return line.name

    @display(description="SKU", ordering="sku")
    def sku(self, line: OrderLine) -> str:
        """Return the SKU of then."""
        return line.sku

    @display(description="Stock", ordering="order__stock__name")
    def stock_name(self, line: OrderLine) -> str:
        """Return the stock."""
        return line.order.stock.name

    @display(description="Website", ordering="order__website__name")
    def shop(self, line: OrderLine) -> str:
        """Return the website."""
        return line.order.website.name

    @display(description="Ordered", ordering="ordered")
    def units(self, line: OrderLine) -> str:
        """Return the units."""
        return plain(line.ordered)

    @display(description="Owed then", ordering="owed_when_placed")
    def lacking(self, line: OrderLine) -> str:
        """Return how many of them were not there."""
        return plain(line.owed_when_placed)

    @display(description="Fill rate")
    def rate(self, line: OrderLine) -> str:
        """Return how many of a hundred were there."""
        return _rate_words(line.ordered, line.owed_when_placed)


def _rate_words(ordered: Any, owed: Any) -> str:
    rate = fill_rate(ordered, owed)
    return "-" if rate is None else f"{plain(rate)} %"
