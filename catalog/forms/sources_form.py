"""The sources of a product as staff type them, and quantities that were merged."""

from decimal import Decimal

from django import forms
from django.http import QueryDict

from catalog.actions.assign_sources import MergedQuantity, SourceRow, SourceValues
from catalog.forms.source_row_form import DAMAGED, NEW, SourceRowForm
from catalog.models import Product, Source, SourceItem
from catalog.rules.quantity import plain
from catalog.rules.shown_form import rows_shown
from catalog.words.form import SOURCE_GONE, lost_words

SHOWN = "sources-shown"
ROW = "sources-row"
ASSIGN = "sources-assign"


class SourcesForm:
    """The rows of one product.

    `rows` are the forms of the rows that were posted, by source id: only those are cleaned and saved, so that a source that
    somebody assigned meanwhile stays. Every row of the page is posted, changed or not: what changed is decided here.
    `shown` are the ids of all sources with a row on the page, `stored` what lies there.
    `single` is the one row of single-source mode, that of the Default Source; it may stay empty while nothing lies there.
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
        self.rows = {pk: row for pk in posted if (row := self._posted_row(pk))}
        at_once = set(self.assigned_at_once)
        self.shown = [pk for pk in self.sources if pk in self.rows or pk in self.stored or pk in at_once]
        if not self.errors:
            self.errors.extend(self._lost())
        self.single = self._single() if is_single_source else None

    def judge(self, *, uses_decimals: bool, used_decimals: bool) -> list[str]:
        """Clean every posted row; return the messages, each with its source and field named."""
        for row in self.rows.values():
            if row.is_valid():
                row.judge_decimals(uses_decimals=uses_decimals, used_decimals=used_decimals)
        wrong = [(row, name, error) for row in self.rows.values() for name, error in _errors(row)]
        return self.errors + [self._named(row, name, message) for row, name, message in wrong]

    def source_rows(self) -> list[SourceRow]:
        """What the posted rows ask for; only after `judge` returned no message."""
        assigned = [SourceRow(pk, None, NEW) for pk in self.assigned_at_once]
        return [row.row for row in self.rows.values()] + assigned

    def _lost(self) -> list[str]:
        """Refuse a page of which a row is missing: the row's change would be lost without a word."""
        came = [] if self.data is None else self.data.getlist(ROW)
        if self.data is None or (SHOWN not in self.data and not came):
            return []
        rows = rows_shown(self.data.get(SHOWN, ""), came)
        return [] if rows.is_whole else [f"Sources: {lost_words(rows)}"]

    def _named(self, row: SourceRowForm, name: str, message: str) -> str:
        if self.is_single_source:
            return f"{'Quantity' if name == 'quantity' else 'Stock Status'}: {message}"
        return f"Sources, {row.source_name}: {row.fields[name].label}: {message}"

    def _single(self) -> SourceRowForm:
        (pk,) = (source.pk for source in self.sources.values() if source.is_default)
        return self.rows.get(pk) or self._row_form(pk, None)

    def _posted(self, name: str) -> list[int]:
        typed = [] if self.data is None else self.data.getlist(name)
        known = [int(text) for text in typed if text.isascii() and text.isdecimal() and int(text) in self.sources]
        if len(known) < len(typed):
            self.errors.append(SOURCE_GONE)
        return list(dict.fromkeys(known))

    def _posted_row(self, pk: int) -> SourceRowForm | None:
        try:
            return self._row_form(pk, self.data)
        except forms.ValidationError:
            self.errors.append(f"Sources, {self.sources[pk].name}: {DAMAGED}")
            return None

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


def merged_words(quantity: MergedQuantity) -> str:
    """Return what was found, what was typed and what is saved."""
    return (
        f"{quantity.source}: the quantity was {plain(quantity.opened)} when you opened the page and "
        f"{plain(quantity.found)} when you saved. Your change to {plain(quantity.typed)} was applied as a difference: "
        f"it is {plain(quantity.saved)} now."
    )
