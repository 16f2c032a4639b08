"""The chart of the admin's first page: units owed and served over the last thirty days that are kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from backorders.admin.backorder_report.presenter import OWED_LINE, SERVED_LINE, Chart, lines_chart
from backorders.queries.backorder_report import Asked, by_day
from backorders.queries.owed_history import kept_days
from backorders.rules.backorder_report import USUAL_DAYS, PeriodKind, periods, standing_at_ends
from catalog.rules.quantity import plain
from catalog.words.moment import DAY


@dataclass(frozen=True)
class ChartDay:
    """A row of the table beneath: the day, units owed when it ended, and units that were served on it."""

    day: str
    owed: str
    served: str


@dataclass(frozen=True)
class OwedChart:
    """The chart, the same as a table with the latest day first, and the report that tells more. `chart` None: nothing to draw."""

    chart: Chart | None
    days: tuple[ChartDay, ...]
    link: str


def owed_chart() -> OwedChart:
    """Return it. Three queries at most."""
    link = reverse("admin:backorders_report")
    if (kept := kept_days()) is None:
        return OwedChart(None, (), link)
    asked = Asked(max(kept.first, kept.last - timedelta(days=USUAL_DAYS - 1)), kept.last)
    found = standing_at_ends(*by_day(asked), periods(asked.first, asked.last, PeriodKind.DAY))
    if not any(each.owed or each.served for each in found.values()):
        return OwedChart(None, (), link)
    lines = {
        "Units owed": ([each.owed for each in found.values()], OWED_LINE),
        "Units served": ([each.served for each in found.values()], SERVED_LINE),
    }
    words = f"Units owed when each day ended and served on it, {_told(asked.first)} to {_told(asked.last)}."
    rows = [ChartDay(_told(day.first), plain(each.owed), plain(each.served)) for day, each in found.items()]
    return OwedChart(lines_chart([f"{day.first:%b %-d}" for day in found], lines, words=words), tuple(rows[::-1]), link)


def _told(day: date) -> str:
    return f"{day:{DAY}}"
