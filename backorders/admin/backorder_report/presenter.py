"""What Reports > Backorders shows, as frozen primitives: rows, their amounts, and the charts above them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from backorders.rules.backorder_report import Age, Figures, Period
from catalog.rules.csv_line import Cell
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain
from catalog.words.moment import DAY

# So many rows are bars of a chart; the table beneath holds all of them.
MOST_BARS = 12


@dataclass(frozen=True)
class ReportRow:
    """A row: what it is about, where that is looked at, and its figures.

    `ways` returns `links`, which only the rows of a page are asked for. `day` is the last of a period, by which rows are sorted.
    """

    title: str
    figures: Figures
    link: str = ""
    ways: Callable[[], Mapping[str, str]] = dict
    day: date = date.min

    @cached_property
    def links(self) -> Mapping[str, str]:
        """{column: where the rows stand that its number counts}."""
        return self.ways()

    @property
    def owed(self) -> Decimal:
        """Units that are owed as the days end."""
        return self.figures.owed

    @property
    def became(self) -> Decimal:
        """Units that became owed."""
        return self.figures.became

    @property
    def served(self) -> Decimal:
        """Owed units that units came for."""
        return self.figures.served

    @property
    def canceled(self) -> Decimal:
        """Owed units that were given up."""
        return self.figures.canceled

    @property
    def shipped(self) -> Decimal:
        """Units that left."""
        return self.figures.shipped

    @property
    def filled(self) -> Decimal:
        """The fill rate, by which rows are sorted; none of none."""
        rate = self.figures.fill_rate
        return Decimal(-1) if rate is None else rate

    @property
    def median_days(self) -> int:
        """Days within which half was served."""
        return -1 if self.figures.median_days is None else self.figures.median_days

    @property
    def most_days(self) -> int:
        """Days within which nine of ten units were served."""
        return -1 if self.figures.most_days is None else self.figures.most_days


class Listed(list[ReportRow]):
    """Rows that are all there, read as those of a queryset are."""

    def iterator(self, chunk_size: int) -> Iterable[ReportRow]:
        """Return the rows."""
        del chunk_size
        return iter(self)


def value_cell(row: ReportRow) -> Cell:
    """Return the value as a file holds it: a number in one currency, else words."""
    amounts = list(row.figures.amounts.values())
    return amounts_words(row.figures) if len(amounts) > 1 else sum(amounts, Decimal(0))


def currency_cell(row: ReportRow) -> Cell:
    """Return the currency of the value; of several, all."""
    return ", ".join(row.figures.amounts)


def amounts_words(figures: Figures) -> str:
    """Return what is owed in money, each currency by itself."""
    return ", ".join(amount_text(value, currency) for currency, value in figures.amounts.items()) or "-"


def age_words(age: Age) -> str:
    """Return the age: `8 to 14 days`."""
    return f"{age.least} days and more" if age.most is None else f"{age.least} to {age.most} days"


def period_words(period: Period) -> str:
    """Return the days: one, or the first and the last."""
    first, last = (f"{day:{DAY}}" for day in (period.first, period.last))
    return first if period.first == period.last else f"{first} to {last}"


def summary_words(all_rows: Figures, last: date) -> str:
    """Return what all rows come to."""
    value = f" ({amounts_words(all_rows)})" if all_rows.amounts else ""
    return f"{plain(all_rows.owed)} units owed when {last:{DAY}} ended{value}"


@dataclass(frozen=True)
class Chart:
    """A chart as the page holds it: its kind, its data and options as Chart.js reads them, and what it tells in words."""

    kind: str
    data: str
    options: str
    words: str


def _drawn_in(colour: str, **style: Any) -> Mapping[str, Any]:
    return {"borderColor": f"var(--salable-{colour})", "backgroundColor": f"var(--salable-{colour})", **style}


# A line is told from the others by its dashes and its points, and a legend names them. Colours come along.
OWED_LINE = _drawn_in("warn", pointStyle="circle")
SERVED_LINE = _drawn_in("good", pointStyle="triangle", borderDash=[6, 4])
BECAME_LINE = _drawn_in("muted", pointStyle="rect", borderDash=[2, 3])
POINTS = {"borderWidth": 2, "pointRadius": 4, "pointHitRadius": 12}


def lines_chart(
    labels: Sequence[str], lines: Mapping[str, tuple[Sequence[Decimal], Mapping[str, Any]]], *, words: str
) -> Chart:
    """Return lines over days; `lines` {name: (values, how it is drawn)}."""
    data = {
        "labels": list(labels),
        "datasets": [
            {"label": name, "data": [_drawn(value) for value in values], **POINTS, **style}
            for name, (values, style) in lines.items()
        ],
    }
    scales = {"x": _axis(grid=False) | {"ticks": {"maxTicksLimit": 8, "maxRotation": 0}}, "y": _axis()}
    return Chart("line", json.dumps(data), json.dumps(_options(scales) | {"interaction": INDEX}), words)


def bars_chart(rows: Sequence[ReportRow], *, words: str) -> Chart:
    """Return what the first rows owe, as bars."""
    shown = rows[:MOST_BARS]
    data = {
        "labels": [f"{row.title[:24]}…" if len(row.title) > len("x" * 25) else row.title for row in shown],
        "datasets": [
            {"label": "Owed", "data": [_drawn(row.owed) for row in shown], "maxBarThickness": 22, **OWED_LINE}
        ],
    }
    scales = {"x": _axis(), "y": _axis(grid=False)}
    return Chart("bar", json.dumps(data), json.dumps(_options(scales) | {"indexAxis": "y"}), words)


INDEX = {"mode": "index", "intersect": False}


def _options(scales: Mapping[str, Any]) -> dict[str, Any]:
    legend = {
        "display": True,
        "align": "start",
        "labels": {"usePointStyle": True, "boxHeight": 6, "padding": 16},
    }
    return {
        "animation": False,
        "responsive": True,
        "maintainAspectRatio": False,
        "plugins": {"legend": legend},
        "scales": dict(scales),
    }


def _axis(*, grid: bool = True) -> dict[str, Any]:
    return {"beginAtZero": True, "ticks": {"precision": 0}, "grid": {"display": grid}}


def _drawn(value: Decimal) -> float:
    """Return a number as it is drawn: a pixel more or less is no quantity."""
    return float(value)
