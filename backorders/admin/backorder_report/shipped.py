"""Reports > Backorders > Shipped: the units that left sources for shoppers, and those whose parcel was undone."""

from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.utils.timezone import localtime
from unfold.decorators import display

from backorders.admin.backorder_report.filters import (
    SEES,
    SHIPPED,
    days_filter,
    order_cell,
    source_choices,
    stock_filter,
    website_filter,
)
from backorders.models import SourceMovement
from backorders.queries.backorder_report import left_sources, worded
from catalog.admin.grid_filters import ChoiceFilter
from catalog.admin.table_grid import RowsOfPage, TableScreen
from catalog.rules.quantity import ZERO, plain
from catalog.words.moment import MOMENT


class Shipped(TableScreen):
    """What left which source for which order, the latest first."""

    model = SourceMovement
    title = "Shipped"
    nothing = "Nothing left a source in these days"
    permission = SEES
    grid = "backorders.report_shipped"
    list_name = SHIPPED
    verbose_name_plural = "shipped units"
    search_help_text = "Search by product or SKU"
    list_display = ("when", "number", "product_name", "sku", "source_name", "stock_name", "shop", "what", "units")
    hidden_columns = ("stock_name", "shop")
    number_columns = ("units",)
    date_columns = ("when",)
    filters = (
        days_filter("moved_at"),
        website_filter("line__order__website"),
        stock_filter("line__order__stock"),
        ChoiceFilter("source", "Source", "source", choices=source_choices),
    )
    exported = {
        "when": (("Shipped at", attrgetter("moved_at")),),
        "units": (("Units", lambda row: -row.quantity),),
    }

    def rows(self, words: str) -> Any:
        """Return every movement, the latest first: each is written when it happens."""
        rows = left_sources().filter(worded(words, "line__"))
        return rows.select_related("source", "line__order__stock", "line__order__website").order_by("-pk")

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page, and what all rows come to. Three queries."""
        units = -queryset.order_by().aggregate(units=Sum("quantity", default=ZERO))["units"]
        page = Paginator(queryset, size).get_page(number)
        return RowsOfPage(list(page), page.number, page.paginator.count, f"{plain(units)} units shipped")

    @display(description="Shipped at", ordering="moved_at")
    def when(self, row: SourceMovement) -> str:
        """Return when."""
        return f"{localtime(row.moved_at):{MOMENT}}"

    @display(description="Order", ordering="line__order_id")
    def number(self, row: SourceMovement) -> str:
        """Return the order, leading to its page."""
        return order_cell(row.line)

    @display(description="Product", ordering="line__name")
    def product_name(self, row: SourceMovement) -> str:
        """Return the product as it was called when it was ordered."""
        return row.line.name

    @display(description="SKU", ordering="line__sku")
    def sku(self, row: SourceMovement) -> str:
        """Return the SKU of then."""
        return row.line.sku

    @display(description="Source", ordering="source__name")
    def source_name(self, row: SourceMovement) -> str:
        """Return the source."""
        return row.source.name

    @display(description="Stock", ordering="line__order__stock__name")
    def stock_name(self, row: SourceMovement) -> str:
        """Return the stock."""
        return row.line.order.stock.name

    @display(description="Website", ordering="line__order__website__name")
    def shop(self, row: SourceMovement) -> str:
        """Return the website."""
        return row.line.order.website.name

    @display(description="What", ordering="kind")
    def what(self, row: SourceMovement) -> str:
        """Return whether they were shipped, delivered, or came back because their parcel was undone."""
        return row.get_kind_display()

    @display(description="Units", ordering="quantity")
    def units(self, row: SourceMovement) -> str:
        """Return the units that left; those that came back are negative."""
        return plain(-row.quantity)
