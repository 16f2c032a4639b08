"""Tracking numbers as staff type them: rows of title, carrier and number."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from backorders.rules.tracking_number import Tracking, TrackingProblem, tracking_problem
from backorders.words.tracking_number import ROW_LOST, tracking_problem_words
from catalog.forms.fields import LineField

LONGEST_NAME = 100
# The boxes of a row, by their names in the form.
BOXES = {"tracking_title": "title", "carrier": "carrier", "tracking_number": "number"}


class TrackingForm(forms.Form):
    """One row."""

    title = LineField(label="Title", required=False, max_length=LONGEST_NAME)
    carrier = LineField(label="Carrier", required=False, max_length=LONGEST_NAME)
    number = LineField(label="Tracking Number", required=False, max_length=LONGEST_NAME)

    @property
    def tracking(self) -> Tracking:
        """What was typed, of a valid row."""
        return Tracking(**self.cleaned_data)


class TrackingRows:
    """All rows that came with a form; those that were left empty are passed over."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take what was sent; `data` is a `QueryDict`, as one box comes once for each row."""
        sent = {box: data.getlist(name) if isinstance(data, QueryDict) else [] for name, box in BOXES.items()}
        self._count = max((len(values) for values in sent.values()), default=0)
        # A browser sends each box of each row: one that is missing would move the others into another row.
        self._is_lost = any(0 < len(values) < self._count for values in sent.values())
        self.typed = [
            {box: values[row] if row < len(values) else "" for box, values in sent.items()}
            for row in range(self._count)
        ]

    @cached_property
    def _forms(self) -> list[TrackingForm]:
        return [TrackingForm(row) for row in self.typed if any(text.strip() for text in row.values())]

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """Why they were refused, each with its field's name, and with its row where there are several."""
        if self._is_lost:
            return (ROW_LOST,)
        found = []
        for row, form in enumerate(self._forms, start=1):
            before = f"Row {row}, " if len(self._forms) > 1 else ""
            found += [
                f"{before}{form.fields[name].label}: {message}"
                for name, messages in form.errors.items()
                for message in messages
            ]
        problem = None if found else tracking_problem(self.numbers)
        return (*found, f"{self._place_of(problem)}{tracking_problem_words(problem)}") if problem else tuple(found)

    def _place_of(self, problem: TrackingProblem) -> str:
        """Return which of several rows has a title and nothing else."""
        if problem is not TrackingProblem.TITLE_ALONE or len(self.numbers) == 1:
            return ""
        rows = enumerate(self.numbers, start=1)
        return next(f"Row {row}: " for row, each in rows if not (each.carrier or each.number))

    @property
    def numbers(self) -> tuple[Tracking, ...]:
        """The numbers, of valid rows."""
        return tuple(form.tracking for form in self._forms if form.is_valid())

    def rows(self, *, more: bool) -> list[dict[str, str]]:
        """Return what stands in the boxes, one row at least, and an empty one behind them where `more` are asked for."""
        rows = [row for row in self.typed if any(text.strip() for text in row.values())]
        return [*rows, {}] if more or not rows else rows
