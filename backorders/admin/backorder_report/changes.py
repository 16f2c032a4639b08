"""Reports > Backorders > Changes: the rows that every number of the report sums up."""

from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from backorders.admin.backorder_report.grids import CHANGES, DAYS, SEES, STOCK, WEBSITE
from backorders.models import OwedChange
from backorders.queries.backorder_report import worded
from catalog.admin.grid_filters import ChoiceFilter, TextFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.table_grid import RowsOfPage, TableScreen
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain
from catalog.words.moment import DAY

WHAT = (("became", "Became owed"), ("served", "Served"), ("canceled", "Given up"))


def _did(rows: QuerySet[Any], name: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(**{f"{name}__gt": 0})


def _of_product(rows: QuerySet[Any], sku: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(Q(product__sku__iexact=sku) | Q(product__sku=None, line__sku__iexact=sku))


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
    )
    hidden_columns = ("stock_name", "shop")
    number_columns = ("new", "came", "gone", "worth")
    date_columns = ("on", "begun")
    filters = (
        DAYS,
        ChoiceFilter("what", "What changed", narrow=_did, choices=WHAT),
        WEBSITE,
        STOCK,
        TextFilter("product", "SKU, whole", narrow=_of_product),
    )
    exported = {
        "on": (("Day", attrgetter("day")),),
        "begun": (("Owed since", attrgetter("since")),),
        "worth": (("Value", attrgetter("worth")), ("Currency", attrgetter("currency"))),
    }

    def rows(self, words: str) -> Any:
        """Return every change."""
        rows = OwedChange.objects.select_related("line__order", "stock", "website")
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
        return link_cell(
            reverse("admin:backorders_order_change", args=(row.line.order_id,)), f"#{row.line.order.number}"
        )

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
