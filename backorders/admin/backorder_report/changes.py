"""Reports > Backorders > Changes: the rows that every number of the report sums up."""

from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Sum
from unfold.decorators import display

from backorders.admin.backorder_report.filters import (
    CHANGES,
    COUNTED_AT,
    SEES,
    WHAT,
    days_filter,
    did,
    order_cell,
    product_filter,
    stock_filter,
    website_filter,
)
from backorders.models import OwedChange
from backorders.queries.backorder_report import worded
from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.table_grid import RowsOfPage, TableScreen
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.words.moment import DAY


class Changes(TableScreen):
    """What each day changed of what orders are owed, the latest first."""

    model = OwedChange
    title = "Changes"
    nothing = "Nothing changed in these days"
    permission = SEES
    grid = "backorders.report_changes"
    list_name = CHANGES
    verbose_name_plural = "changes of what is owed"
    search_help_text = "Search by product or SKU"
    list_display = (
        "on",
        "number",
        "product_name",
        "sku",
        "stock_name",
        "shop",
        "new",
        "came",
        "gone",
        "worth",
        "begun",
        "waited",
    )
    hidden_columns = ("stock_name", "shop", "begun")
    number_columns = ("new", "came", "gone", "worth", "waited")
    date_columns = ("on", "begun")
    filters = (
        days_filter("day", is_day=True),
        ChoiceFilter("what", "What changed", narrow=did, choices=WHAT),
        website_filter("website"),
        stock_filter("stock"),
        COUNTED_AT,
        DateFilter("since", "Owed since", "since", is_day=True),
        product_filter("product"),
    )
    exported = {
        "on": (("Day", attrgetter("day")),),
        "begun": (("Owed since", attrgetter("since")),),
        "waited": (("Days waited", attrgetter("waits.days")),),
        "worth": (("Value", attrgetter("worth")), ("Currency", attrgetter("currency"))),
    }

    def rows(self, words: str) -> Any:
        """Return every change."""
        rows = OwedChange.objects.select_related("line__order", "stock", "website").annotate(
            waits=F("day") - F("since")
        )
        return rows.filter(worded(words, "line__")).order_by("-day", "-line_id")

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page, and what all rows come to. Two queries."""
        sums = queryset.order_by().aggregate(
            became=Sum("became", default=ZERO),
            served=Sum("served", default=ZERO),
            canceled=Sum("canceled", default=ZERO),
        )
        page = Paginator(queryset, size).get_page(number)
        left = sums["became"] - sums["served"] - sums["canceled"]
        words = ", ".join(f"{plain(sums[name])} {told.lower()}" for name, told in WHAT)
        return RowsOfPage(list(page), page.number, page.paginator.count, f"{words}: {plain(left)} owed in the end")

    @display(description="Day", ordering="day")
    def on(self, row: OwedChange) -> str:
        """Return the day."""
        return f"{row.day:{DAY}}"

    @display(description="Order", ordering="line__order_id")
    def number(self, row: OwedChange) -> str:
        """Return the order, leading to its page."""
        return order_cell(row.line)

    @display(description="Product", ordering="line__name")
    def product_name(self, row: OwedChange) -> str:
        """Return the product as it was called when it was ordered."""
        return row.line.name

    @display(description="SKU", ordering="line__sku")
    def sku(self, row: OwedChange) -> str:
        """Return the SKU of then."""
        return row.line.sku

    @display(description="Stock", ordering="stock__name")
    def stock_name(self, row: OwedChange) -> str:
        """Return the stock."""
        return row.stock.name

    @display(description="Website", ordering="website__name")
    def shop(self, row: OwedChange) -> str:
        """Return the website."""
        return row.website.name

    @display(description="Became owed", ordering="became")
    def new(self, row: OwedChange) -> str:
        """Return the units."""
        return plain(row.became)

    @display(description="Served", ordering="served")
    def came(self, row: OwedChange) -> str:
        """Return the units."""
        return plain(row.served)

    @display(description="Given up", ordering="canceled")
    def gone(self, row: OwedChange) -> str:
        """Return the units."""
        return plain(row.canceled)

    @display(description="Value")
    def worth(self, row: OwedChange) -> str:
        """Return by how much the value of what is owed changed."""
        return amount_text(row.worth, row.currency)

    @display(description="Owed since", ordering="since")
    def begun(self, row: OwedChange) -> str:
        """Return the day from which days waited are counted."""
        return f"{row.since:{DAY}}"

    @display(description="Days waited", ordering="waits")
    def waited(self, row: Any) -> str:
        """Return how many days the order had been owed units by then."""
        return f"{row.waits.days}"
