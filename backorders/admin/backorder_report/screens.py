"""Reports > Backorders: each of its grids, by what their rows are."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from unfold.decorators import display

from backorders.admin.backorder_report.filters import (
    CHANGES,
    NOWHERE,
    NOWHERE_WORDS,
    PERIOD,
    SHIPPED,
    days_filter,
    stock_filter,
    website_filter,
)
from backorders.admin.backorder_report.grids import ReportGrid, ReportScreen, named_cell
from backorders.admin.backorder_report.presenter import (
    BECAME_LINE,
    OWED_LINE,
    SERVED_LINE,
    Chart,
    ReportRow,
    age_words,
    lines_chart,
    period_words,
)
from backorders.models import OrderLine
from backorders.queries.backorder_report import Asked, by_age, by_column, by_period, by_source
from backorders.rules.backorder_report import ONE_DAY, Age, Figures, total
from catalog.models import Product, Source, Stock, Website


class OverTime(ReportScreen):
    """By day, week or month, the latest first."""

    title = "Over time"
    grid = "backorders.report_over_time"
    list_name = "backorders_report"
    filters = (days_filter("day", is_day=True), PERIOD, website_filter("website"), stock_filter("stock"))
    date_columns = ("name",)

    def told(self, grid: ReportGrid) -> Sequence[ReportRow]:
        """Return a row for each period, the latest first."""
        found = by_period(grid.asked, grid.kind) if grid.asked else {}
        rows = [
            grid.row(period_words(period), figures, days=(period.first, period.last))
            for period, figures in found.items()
        ]
        return rows[::-1]

    def standing(self, rows: Sequence[ReportRow]) -> Figures:
        """Return what the rows come to: what is owed is that of the latest, and not a sum of days."""
        together = total(row.figures for row in rows)
        latest = max(rows, key=lambda row: row.day).figures
        together.owed, together.values = latest.owed, latest.values
        return together

    def chart(self, grid: ReportGrid) -> Chart | None:
        """Return what was owed, became owed and was served, over the days."""
        rows = sorted(grid.queryset, key=lambda row: row.day)
        if not any(row.owed or row.became for row in rows):
            return None
        lines = {
            "Owed at end": ([row.owed for row in rows], OWED_LINE),
            "Became owed": ([row.became for row in rows], BECAME_LINE),
            "Served": ([row.served for row in rows], SERVED_LINE),
        }
        words = "Units owed, become owed and served over time: the table beneath has the same numbers."
        return lines_chart([row.title for row in rows], lines, words=words)

    @display(description="Days", ordering="day")
    def name(self, row: ReportRow) -> str:
        """Return the days."""
        return row.title


class _ByColumn(ReportScreen):
    """By a column of what changed, which is another one of what was ordered."""

    column, of_line = "", ""

    def told(self, grid: ReportGrid) -> Sequence[ReportRow]:
        """Return a row for each, the one that is owed most first."""
        if grid.asked is None or grid.days is None:
            return ()
        found = by_column(grid.asked, self.column, self.of_line)
        named = self.named(found)
        rows = [
            grid.row(title, found[key], days=grid.days, link=link, **narrowed)
            for key, (title, link, narrowed) in named.items()
        ]
        return sorted(rows, key=lambda row: (-row.owed, -row.became, row.title))

    def named(self, keys: Any) -> dict[Any, tuple[str, str, dict[str, str]]]:
        """Return {key: (name, where it is looked at, how changes are narrowed to it)}."""
        raise NotImplementedError


class ByProduct(_ByColumn):
    """By product; one that was deleted by the SKU of its orders."""

    title, about = "By product", "by product"
    grid = "backorders.report_by_product"
    list_name = "backorders_report_products"
    column, of_line = "product_id", "held_product"

    def named(self, keys: Any) -> dict[Any, tuple[str, str, dict[str, str]]]:
        """Return names and SKUs. Two queries."""
        named: dict[Any, tuple[str, str, dict[str, str]]] = {}
        for pk, name, sku in Product.objects.filter(pk__in=keys).values_list("pk", "name", "sku"):
            named[pk] = (f"{name} ({sku})", reverse("admin:catalog_product_change", args=(pk,)), {"product": f"{pk}"})
        gone = OrderLine.objects.filter(gone_product_id__in=[key for key in keys if key not in named])
        for line in gone.order_by("pk"):
            named.setdefault(
                line.held_product_id, (f"{line.name} ({line.sku}, deleted)", "", {"product": f"{line.held_product_id}"})
            )
        return named

    @display(description="Product", ordering="title")
    def name(self, row: ReportRow) -> str:
        """Return the product."""
        return named_cell(row)


class ByStock(_ByColumn):
    """By the stock that promised the units."""

    title, about = "By stock", "by stock"
    grid = "backorders.report_by_stock"
    list_name = "backorders_report_stocks"
    column, of_line = "stock_id", "order__stock_id"

    def named(self, keys: Any) -> dict[Any, tuple[str, str, dict[str, str]]]:
        """Return the names of stocks. One query."""
        rows = Stock.objects.filter(pk__in=keys).values_list("pk", "name")
        return {pk: (name, _desk(stock=pk), {"stock": str(pk)}) for pk, name in rows}

    @display(description="Stock", ordering="title")
    def name(self, row: ReportRow) -> str:
        """Return the stock, leading to what it owes now."""
        return named_cell(row)


class ByWebsite(_ByColumn):
    """By the website that sold them."""

    title, about = "By website", "by website"
    grid = "backorders.report_by_website"
    list_name = "backorders_report_websites"
    column, of_line = "website_id", "order__website_id"

    def named(self, keys: Any) -> dict[Any, tuple[str, str, dict[str, str]]]:
        """Return the names of websites. One query."""
        rows = Website.objects.filter(pk__in=keys).values_list("pk", "name")
        return {pk: (name, _desk(website=pk), {"website": str(pk)}) for pk, name in rows}

    @display(description="Website", ordering="title")
    def name(self, row: ReportRow) -> str:
        """Return the website, leading to what it owes now."""
        return named_cell(row)


class BySource(ReportScreen):
    """By source: what is owed counts at the one that its stock draws on first."""

    title, about = "By source", "by source"
    grid = "backorders.report_by_source"
    list_name = "backorders_report_sources"
    list_display = ("name", "owes", "value", "left")

    def told(self, grid: ReportGrid) -> Sequence[ReportRow]:
        """Return a row for each, the one that is owed most first."""
        if (asked := grid.asked) is None:
            return ()
        found = by_source(asked)
        names = dict(Source.objects.filter(pk__in=[pk for pk in found if pk]).values_list("pk", "name"))
        rows = [
            ReportRow(
                names.get(pk or 0, NOWHERE_WORDS),
                figures,
                reverse("admin:catalog_source_change", args=(pk,)) if pk else "",
                partial(self._ways, grid, pk, asked),
            )
            for pk, figures in found.items()
        ]
        return sorted(rows, key=lambda row: (-row.owed, -row.shipped, row.title))

    def _ways(self, grid: ReportGrid, source: int | None, asked: Asked) -> dict[str, str]:
        first, last = f"{asked.first}", f"{asked.last}"
        owed = grid.rows_link(CHANGES, day_to=last, source=f"{source or NOWHERE}")
        left = grid.rows_link(SHIPPED, day_from=first, day_to=last, source=f"{source}")
        return {"owes": owed, "value": owed, "left": left}

    @display(description="Source", ordering="title")
    def name(self, row: ReportRow) -> str:
        """Return the source."""
        return named_cell(row)


class ByAge(ReportScreen):
    """By how long the units have been owed when the days end."""

    title, about = "By age", "by age"
    grid = "backorders.report_by_age"
    list_name = "backorders_report_ages"
    list_display = ("name", "owes", "value")

    def told(self, grid: ReportGrid) -> Sequence[ReportRow]:
        """Return a row for each age, the youngest first."""
        if (asked := grid.asked) is None:
            return ()
        return [
            ReportRow(age_words(age), figures, ways=partial(self._ways, grid, asked.last, age))
            for age, figures in by_age(asked).items()
        ]

    def _ways(self, grid: ReportGrid, last: date, age: Age) -> dict[str, str]:
        """Return where the changes stand of what is owed since so many days."""
        since = {"since_to": f"{last - age.least * ONE_DAY}"}
        if age.most is not None:
            since["since_from"] = f"{last - age.most * ONE_DAY}"
        return dict.fromkeys(("owes", "value"), grid.rows_link(CHANGES, day_to=f"{last}", **since))

    def chart(self, grid: ReportGrid) -> Chart | None:
        """Return the ages in their order."""
        return super().chart(grid) if any(row.owed for row in grid.queryset) else None

    @display(description="Owed for")
    def name(self, row: ReportRow) -> str:
        """Return the age."""
        return row.title


def _desk(**asked: int) -> str:
    return f"{reverse('admin:backorders_backorder_desk')}?{urlencode(asked)}"
