"""The Sources area of a product: its rows as typed, in multi-source and in single-source mode."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.http import QueryDict

from catalog.actions.assign_sources import SourceRow, SourceValues
from catalog.forms.source_row_form import DAMAGED, NEW, SourceRowForm
from catalog.models import Product, Source, SourceItem

ROW = "sources-row"
ASSIGN = "sources-assign"


class SourcesForm:
    """The rows of one product. `rows` are shown and cleaned; `remaining` are the sources that may still be assigned.

    Only rows that were posted are cleaned and saved: a source that somebody assigned meanwhile is not in the post and stays.
    In single-source mode there is one row, that of the Default Source, and it may stay empty while nothing lies there.
    """

    def __init__(
        self, data: QueryDict | None, *, product: Product, is_single_source: bool, notify_level: Decimal
    ) -> None:
        self.data, self.product, self.is_single_source, self.notify_level = (
            data,
            product,
            is_single_source,
            notify_level,
        )
        self.sources = {source.pk: source for source in Source.objects.order_by("name", "pk")}
        self.stored = _stored(product)
        self.errors: list[str] = []
        posted = self._posted(ROW)
        self.assigned_at_once = [pk for pk in self._posted(ASSIGN) if pk not in self.stored and pk not in posted]
        shown = [pk for pk in self.sources if pk in posted or pk in self._unposted()]
        self.rows = [row for row in (self._row(pk, is_posted=pk in posted) for pk in shown) if row]
        self.remaining = [source for source in self.sources.values() if source.pk not in shown]

    def judge(self, *, uses_decimals: bool, used_decimals: bool) -> list[str]:
        """Clean every posted row; return the messages, each with its source and field named."""
        for row in self.rows:
            if row.is_bound and row.is_valid():
                row.judge_decimals(uses_decimals=uses_decimals, used_decimals=used_decimals)
        wrong = [(row, name, error) for row in self.rows if row.is_bound for name, error in _errors(row)]
        return self.errors + [self._named(row, name, message) for row, name, message in wrong]

    def source_rows(self) -> list[SourceRow]:
        """What the posted rows ask for; only after `judge` returned no message."""
        assigned = [SourceRow(pk, None, NEW) for pk in self.assigned_at_once]
        return [row.row for row in self.rows if row.is_bound] + assigned

    def _named(self, row: SourceRowForm, name: str, message: str) -> str:
        if self.is_single_source:
            return f"{'Quantity' if name == 'quantity' else 'Stock Status'}: {message}"
        return f"Sources, {row.source_name}: {row.fields[name].label}: {message}"

    def _unposted(self) -> Iterable[int]:
        if self.is_single_source:
            return [source.pk for source in self.sources.values() if source.is_default]
        return self.stored

    def _posted(self, name: str) -> list[int]:
        typed = [] if self.data is None else self.data.getlist(name)
        known = [int(text) for text in typed if text.isascii() and text.isdecimal() and int(text) in self.sources]
        if len(known) < len(typed):
            self.errors.append("Sources: a source that was to be assigned does not exist any more.")
        return list(dict.fromkeys(known))

    def _row(self, pk: int, *, is_posted: bool) -> SourceRowForm | None:
        try:
            return self._row_form(pk, self.data if is_posted else None)
        except forms.ValidationError:
            self.errors.append(f"Sources, {self.sources[pk].name}: {DAMAGED}")
            return self._row_form(pk, None)

    def _row_form(self, pk: int, data: QueryDict | None) -> SourceRowForm:
        stored = self.stored.get(pk)
        form = SourceRowForm(
            data,
            source_id=pk,
            source_name=self.sources[pk].name,
            stored=stored,
            notify_level=self.notify_level,
            may_stay_empty=self.is_single_source and stored is None,
        )
        if self.is_single_source and stored is None and self.product.pk is not None:
            form.initial["quantity"] = ""
        return form


def _stored(product: Product) -> dict[int, SourceValues]:
    items = SourceItem.objects.filter(product_id=product.pk) if product.pk else SourceItem.objects.none()
    return {item.source_id: SourceValues(item.quantity, item.is_in_stock, item.notify_quantity) for item in items}


def _errors(row: SourceRowForm) -> list[tuple[str, str]]:
    return [(name, str(error)) for name, errors in row.errors.items() for error in errors]
