"""Counts as typed: a page of products at one source, and why their numbers change."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.actions.stock_count import CannotCount
from catalog.forms.fields import TypedQuantityField, refuse_misleading_line
from catalog.models import Product
from catalog.models.fields import is_id
from catalog.queries.stock_count import products_counted
from catalog.rules.quantity import plain
from catalog.rules.shown_form import rows_shown
from catalog.rules.stock_count import LONGEST_NOTE, MOST_ROWS, CountedRow
from catalog.words.form import lost_words
from catalog.words.stock_count import DAMAGED, GONE, NO_NUMBER, NO_REASON, REASONS, TOO_MANY, of_product

# Of a row: what was shown (empty: not assigned), and what is typed.
SHOWN, TYPED = "shown-", "counted-"


class StockCountForm(forms.Form):
    """Rows of products at a source. `rows` names the products that the page shows, by their ids.

    Valid, `counted` are the rows as the action takes them. `products` are those of the page, as they are now; `row_problems`
    is {product id: why its row was refused}.
    """

    reason = forms.ChoiceField(
        choices=[(reason.value, label) for reason, label in REASONS.items()],
        error_messages={"required": NO_REASON, "invalid_choice": NO_REASON},
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, validators=[refuse_misleading_line])
    rows = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, source_id: int) -> None:
        """Read what was sent of products at this source."""
        super().__init__(data)
        ids = list(dict.fromkeys(data.get("rows", "").split()))
        self.ids = [int(text) for text in ids if is_id(Product, text)] if len(ids) <= MOST_ROWS else []
        self.is_too_long = len(ids) > MOST_ROWS
        self.products = products_counted(source_id, self.ids)
        self.counted: tuple[CountedRow, ...] = ()
        self.row_problems: dict[int, str] = {}
        self.typed = {product.pk: data.get(f"{TYPED}{product.pk}", "") for product in self.products}
        self.shown = {product.pk: data.get(f"{SHOWN}{product.pk}", "") for product in self.products}

    @property
    def problems(self) -> tuple[str, ...]:
        """Why nothing was saved, a sentence each."""
        return tuple(str(message) for messages in self.errors.values() for message in messages)

    def clean(self) -> dict[str, Any]:
        """Read each row; what cannot be read is named by its SKU."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_too_long:
            self.add_error(None, TOO_MANY)
            return cleaned
        came = [name.removeprefix(TYPED) for name in self.data if name.startswith(TYPED)]
        if not (told := rows_shown(self.data.get("rows", ""), came)).is_whole:
            self.add_error(None, lost_words(told))
        if len(self.products) < len(self.ids):
            self.add_error(None, GONE)
        read = [self._read(product) for product in self.products]
        for product in self.products:
            if why := self.row_problems.get(product.pk):
                self.add_error(None, of_product(product.sku, why))
        self.counted = tuple(row for row in read if row is not None)
        return cleaned

    def _read(self, product: Product) -> CountedRow | None:
        try:
            shown = _units(self.shown[product.pk])
        except forms.ValidationError:
            self.row_problems[product.pk] = DAMAGED
            return None
        try:
            counted = _units(self.typed[product.pk])
        except forms.ValidationError as error:
            self.row_problems[product.pk] = error.messages[0]
            return None
        if counted is None and shown is not None:
            self.row_problems[product.pk] = NO_NUMBER
            return None
        return CountedRow(product.pk, shown, counted)

    def refused(self, refusal: CannotCount) -> None:
        """Say why the action refused the rows. What somebody else changed counts as shown from now on: the person has read it."""
        for problem in refusal.problems:
            self.add_error(None, problem)
        self.row_problems = refusal.of_rows
        self.shown.update({pk: "" if units is None else plain(units) for pk, units in refusal.found.items()})


def _units(text: str) -> Decimal | None:
    units: Decimal | None = TypedQuantityField(required=False).clean(text)
    return units
