"""Reports > Backorders: what its grids have in common, and each of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, partial
from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from unfold.decorators import display

from backorders.admin.backorder_report.filters import (
    CHANGES,
    ORDERED,
    SEES,
    days_filter,
    rows_link,
    stock_filter,
    website_filter,
)
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
from backorders.models import OwedChange
from backorders.queries.backorder_report import Asked
from backorders.queries.owed_history import kept_days
from backorders.rules.backorder_report import USUAL_DAYS, Figures, PeriodKind, total
from catalog.admin.grid_filters import GridFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.table_grid import RowsOfPage, TableGrid, TableScreen
from catalog.rules.quantity import plain

# Rows of single days would be too many to be read.
MOST_SINGLE_DAYS = 62


class ReportGrid(TableGrid):
    """A grid of rows that are summed up, and are all there when one of them is."""

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The days that are told of: those of the address, as far as they are kept, else the last thirty. None: none are kept."""
        if (kept := kept_days()) is None:
            return None
        asked = self._value("day")
        last = min(kept.last, (asked and asked.high) or kept.last)
        usual = max(kept.first, last - timedelta(days=USUAL_DAYS - 1)) if last >= kept.first else last
        return max(kept.first, (asked and asked.low) or usual), last

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

    def rows_link(self, list_name: str, **narrowed: str) -> str:
        """Return where rows stand that a number counts: narrowed as this page is, and to the number."""
        shared = {"q": self.query, "website": self._value("website"), "stock": self._value("stock")}
        return rows_link(list_name, shared | narrowed)

    def row(
        self, title: str, figures: Figures, *, days: tuple[date, date], link: str = "", **narrowed: str
    ) -> ReportRow:
        """Return the row of what happened in `days`, with the ways to what it counts."""
        return ReportRow(title, figures, link=link, ways=partial(self._ways, days, narrowed), day=days[1])

    def _ways(self, days: tuple[date, date], narrowed: Mapping[str, str]) -> Mapping[str, str]:
        first, last = (f"{day}" for day in days)
        during = {**narrowed, "day_from": first, "day_to": last}
        owed = self.rows_link(CHANGES, **narrowed, day_to=last)
        waited = self.rows_link(CHANGES, **during, what="served", sort="waited")
        return {
            "owes": owed,
            "value": owed,
            "half": waited,
            "most": waited,
            "new": self.rows_link(CHANGES, **during, what="became"),
            "came": self.rows_link(CHANGES, **during, what="served"),
            "gone": self.rows_link(CHANGES, **during, what="canceled"),
            "rate": self.rows_link(ORDERED, **during),
        }


class ReportScreen(TableScreen):
    """What all of them have in common: units as the days end, what changed in them, and what is searched."""

    model = OwedChange
    title = ""
    about = ""
    nothing = "Nothing was owed in these days"
    permission = SEES
    search_help_text = "Search by product or SKU"
    verbose_name_plural = "backorders"
    filters: tuple[GridFilter[Any], ...] = (
        days_filter("day", is_day=True),
        website_filter("website"),
        stock_filter("stock"),
    )
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
        return _leading(row, "owes", plain(row.owed), leads=row.owed)

    @display(description="Value")
    def value(self, row: ReportRow) -> str:
        """Return what the owed units cost."""
        return _leading(row, "value", amounts_words(row.figures), leads=row.owed)

    @display(description="Became owed", ordering="became")
    def new(self, row: ReportRow) -> str:
        """Return the units that became owed."""
        return _leading(row, "new", plain(row.became), leads=row.became)

    @display(description="Served", ordering="served")
    def came(self, row: ReportRow) -> str:
        """Return the units that were served."""
        return _leading(row, "came", plain(row.served), leads=row.served)

    @display(description="Given up", ordering="canceled")
    def gone(self, row: ReportRow) -> str:
        """Return the units that were given up."""
        return _leading(row, "gone", plain(row.canceled), leads=row.canceled)

    @display(description="Fill rate", ordering="filled")
    def rate(self, row: ReportRow) -> str:
        """Return how many of a hundred ordered units were there."""
        rate = row.figures.fill_rate
        return _leading(row, "rate", "-" if rate is None else f"{plain(rate)} %", leads=row.figures.ordered)

    @display(description="Days (median)", ordering="median_days")
    def half(self, row: ReportRow) -> str:
        """Return within how many days half of what was served came."""
        return _leading(row, "half", _days(row.figures.median_days), leads=row.served)

    @display(description="Days (90 %)", ordering="most_days")
    def most(self, row: ReportRow) -> str:
        """Return within how many days nine of ten units came."""
        return _leading(row, "most", _days(row.figures.most_days), leads=row.served)

    @display(description="Shipped", ordering="shipped")
    def left(self, row: ReportRow) -> str:
        """Return the units that left."""
        return _leading(row, "left", plain(row.shipped), leads=row.shipped)


def named_cell(row: ReportRow) -> str:
    """Return what a row is about, leading to where that is looked at."""
    return link_cell(row.link, row.title) if row.link else row.title


def _leading(row: ReportRow, column: str, text: str, *, leads: Decimal) -> str:
    """Return a number that leads to the rows that it counts; of none there is nowhere to go."""
    link = row.links.get(column)
    return link_cell(link, text) if link and leads else text


def _days(waited: int | None) -> str:
    return "-" if waited is None else f"{waited}"
