"""Reports > Backorders: what its grids have in common, and each of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from backorders.admin.backorder_report.presenter import (
    Chart,
    Listed,
    ReportRow,
    amounts_words,
    bars_chart,
    currency_cell,
    summary_words,
    value_cell,
)
from backorders.admin.order_filters import website_choices
from backorders.models import OwedChange
from backorders.queries.backorder_report import (
    Asked,
    kept_days,
)
from backorders.rules.backorder_report import USUAL_DAYS, Figures, PeriodKind, total
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, GridFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.product.filters import stock_choices
from catalog.admin.table_grid import RowsOfPage, TableGrid, TableScreen
from catalog.rules.quantity import plain

SEES = "backorders.view_order"
CHANGES = "backorders_report_changes"
WEBSITE = ChoiceFilter("website", "Website", "website", choices=website_choices)
STOCK = ChoiceFilter("stock", "Stock", "stock", choices=stock_choices)
DAYS = DateFilter("day", "Days", "day", is_day=True)
PERIOD = ChoiceFilter(
    "period",
    "Rows by",
    choices=[(kind.value, f"{kind.value.capitalize()}s") for kind in PeriodKind],
    every="Days, or weeks of more than two months",
    narrow=lambda rows, _chosen, _request: rows,
)
# Rows of single days would be too many to be read.
MOST_SINGLE_DAYS = 62


class ReportGrid(TableGrid):
    """A grid of rows that are summed up, and are all there when one of them is."""

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The days that are told of: those of the address, as far as they are kept, else the last thirty. None: none are kept."""
        first_kept, last_kept = kept_days()
        if first_kept is None or last_kept is None:
            return None
        asked = self._value("day")
        last = min(last_kept, (asked and asked.high) or last_kept)
        usual = max(first_kept, last - timedelta(days=USUAL_DAYS - 1)) if last >= first_kept else last
        return max(first_kept, (asked and asked.low) or usual), last

    @cached_property
    def asked(self) -> Asked | None:
        """What is told of; None where that is no day."""
        if self.days is None or self.days[0] > self.days[1]:
            return None
        website, stock = (self._value(name) for name in ("website", "stock"))
        return Asked(*self.days, website and int(website), stock and int(stock), self.query)

    @property
    def kind(self) -> PeriodKind:
        """Into what the days are put together."""
        if chosen := self._value("period"):
            return PeriodKind(chosen)
        is_long = self.days is not None and (self.days[1] - self.days[0]).days >= MOST_SINGLE_DAYS
        return PeriodKind.WEEK if is_long else PeriodKind.DAY

    def _value(self, name: str) -> Any:
        return next((each.value for each in self.filter_specs if each.declared.name == name), None)

    @cached_property
    def queryset(self) -> Listed:
        """Every row, in the order that the address names."""
        told: Sequence[ReportRow] = self.model_admin.told(self) if self.asked else ()
        if not self._sorted:
            return Listed(told)
        name = self._sorted.removeprefix("-")
        return Listed(sorted(told, key=attrgetter(name), reverse=self._sorted.startswith("-")))

    def changes_link(self, **narrowed: str) -> str:
        """Return where the changes stand that a row sums up: those of these days, narrowed as this page is, and to the row."""
        named = {"q": self.query, "website": self._value("website"), "stock": self._value("stock")} | narrowed
        asked = {name: value for name, value in named.items() if value}
        return f"{reverse(f'admin:{CHANGES}')}?{urlencode(asked)}"

    def row(
        self, title: str, figures: Figures, *, days: tuple[date, date], link: str = "", **narrowed: str
    ) -> ReportRow:
        """Return the row of what happened in `days`, with the ways to its changes."""
        first, last = (str(day) for day in days)
        return ReportRow(
            title,
            figures,
            link=link,
            changes_link=self.changes_link(day_from=first, day_to=last, **narrowed),
            owed_link=self.changes_link(day_to=last, **narrowed),
            day=days[1],
        )


class ReportScreen(TableScreen):
    """What all of them have in common: units as the days end, what changed in them, and what is searched."""

    model = OwedChange
    title = ""
    about = ""
    nothing = "Nothing was owed in these days"
    permission = SEES
    search_help_text = "Search by product or SKU"
    verbose_name_plural = "backorders"
    filters: tuple[GridFilter[Any], ...] = (DAYS, WEBSITE, STOCK)
    list_display: tuple[str, ...] = ("name", "owes", "value", "new", "came", "gone", "rate", "half", "most")
    number_columns = ("owes", "value", "new", "came", "gone", "rate", "half", "most", "left")
    exported = {
        "value": (("Value", value_cell), ("Currency", currency_cell)),
        "rate": (("Fill rate (%)", lambda row: row.figures.fill_rate),),
    }

    def get_changelist_instance(self, request: HttpRequest) -> ReportGrid:
        """Return the grid."""
        return ReportGrid(request, self)

    def told(self, grid: ReportGrid) -> Sequence[ReportRow]:
        """Return every row of what is asked, in its usual order."""
        raise NotImplementedError

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page; the sums are those of all rows."""
        most = max(1, -(-len(queryset) // size))
        number = min(number, most)
        return RowsOfPage(queryset[(number - 1) * size : number * size], number, len(queryset), "")

    def standing(self, rows: Sequence[ReportRow]) -> Figures:
        """Return what all rows come to."""
        return total(row.figures for row in rows)

    def summary(self, grid: ReportGrid) -> str:
        """Return what all rows come to, in words."""
        return summary_words(self.standing(grid.queryset), grid.days[1]) if grid.days and grid.queryset else ""

    def chart(self, grid: ReportGrid) -> Chart | None:
        """Return the chart above the table; None where there is nothing to draw."""
        rows = sorted((row for row in grid.queryset if row.owed), key=attrgetter("owed"), reverse=True)
        return (
            bars_chart(rows, words=f"Units owed {self.about}: the table beneath has the same numbers.")
            if rows
            else None
        )

    @display(description="Name", ordering="title")
    def name(self, row: ReportRow) -> str:
        """Return what the row is about, leading to it."""
        return named_cell(row)

    @display(description="Owed at end", ordering="owed")
    def owes(self, row: ReportRow) -> str:
        """Return the units owed when the days ended, leading to all that made them."""
        return _leading(row.owed_link, row.owed)

    @display(description="Value")
    def value(self, row: ReportRow) -> str:
        """Return what the owed units cost."""
        return amounts_words(row.figures)

    @display(description="Became owed", ordering="became")
    def new(self, row: ReportRow) -> str:
        """Return the units that became owed."""
        return _leading(row.changes_link and f"{row.changes_link}&what=became", row.became)

    @display(description="Served", ordering="served")
    def came(self, row: ReportRow) -> str:
        """Return the units that were served."""
        return _leading(row.changes_link and f"{row.changes_link}&what=served", row.served)

    @display(description="Given up", ordering="canceled")
    def gone(self, row: ReportRow) -> str:
        """Return the units that were given up."""
        return _leading(row.changes_link and f"{row.changes_link}&what=canceled", row.canceled)

    @display(description="Fill rate", ordering="filled")
    def rate(self, row: ReportRow) -> str:
        """Return how many of a hundred ordered units were there."""
        return "-" if row.figures.fill_rate is None else f"{plain(row.figures.fill_rate)} %"

    @display(description="Days (median)", ordering="median_days")
    def half(self, row: ReportRow) -> str:
        """Return within how many days half of what was served came."""
        return "-" if row.figures.median_days is None else str(row.figures.median_days)

    @display(description="Days (90 %)", ordering="most_days")
    def most(self, row: ReportRow) -> str:
        """Return within how many days nine of ten units came."""
        return "-" if row.figures.most_days is None else str(row.figures.most_days)

    @display(description="Shipped", ordering="shipped")
    def left(self, row: ReportRow) -> str:
        """Return the units that left."""
        return plain(row.shipped)


def named_cell(row: ReportRow) -> str:
    """Return what a row is about, leading to where that is looked at."""
    return link_cell(row.link, row.title) if row.link else row.title


def _leading(link: str, units: Any) -> str:
    return link_cell(link, plain(units)) if link and units else plain(units)
