"""Incoming supply as typed: many rows on a page or from a file, and one of them changed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from catalog.actions.incoming_supply import ExpectedUnits, supply_key
from catalog.forms.fields import refuse_misleading, refuse_misleading_line
from catalog.forms.shown_form import ShownForm
from catalog.forms.source_rows import RowsAtSource
from catalog.forms.text_file import TextFileField
from catalog.models import IncomingSupply, Source
from catalog.queries.product_key import products_called
from catalog.rules.incoming_supply import FIRST_DAY, LAST_DAY
from catalog.rules.incoming_supply_rows import (
    LONGEST_REFERENCE,
    MOST_ROWS,
    SupplyRow,
    TypedSupply,
    Unsaid,
    typed_supply,
)
from catalog.rules.salable import Reason
from catalog.words.incoming_supply import (
    EMPTY,
    NO_SUCH_DAY,
    TOO_MANY,
    less_than_came,
    said_twice,
    unknown_sku,
    unknown_source,
    unread_supply,
)
from catalog.words.refusal import MESSAGES

# In characters, or bytes of a file: MOST_ROWS long ones.
LARGEST_TEXT = 300_000


class SupplyRowsForm(RowsAtSource):
    """What is expected: a row a supply, typed, pasted or read from a file, and what holds where a row says nothing.

    Valid, `expected` are the rows with their products and sources. `text` is what was typed and read, for the box.
    """

    source = forms.ModelChoiceField(Source.objects.order_by("name", "pk"), required=False)
    expected_on = forms.DateField(label="Expected on", required=False, error_messages={"invalid": NO_SUCH_DAY})
    reference = forms.CharField(max_length=LONGEST_REFERENCE, required=False, validators=[refuse_misleading_line])
    rows = forms.CharField(required=False, max_length=LARGEST_TEXT, strip=False)
    file = TextFileField(largest=LARGEST_TEXT, too_large="The file is too large to be read at once.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected: tuple[ExpectedUnits, ...] = ()

    def called(self, source: Source) -> str:
        """Return the name with the code, which rows name it by."""
        return f"{source.name} ({source.code})"

    def clean(self) -> dict[str, Any]:
        """Read the rows and find their products and sources; each row that cannot be read is named."""
        cleaned = super().clean()
        refuse_misleading(self.text)
        if self.errors:
            return cleaned
        source, day = cleaned.get("source"), cleaned.get("expected_on")
        typed = typed_supply(
            self.text,
            Unsaid("" if source is None else source.code, str(day or ""), cleaned.get("reference", "")),
        )
        for problem in self._found(typed):
            self.add_error(None, problem)
        return cleaned

    def _found(self, typed: TypedSupply) -> list[str]:
        """Fill `expected`, and return what is wrong with the rows, in their order."""
        if len(typed.rows) > MOST_ROWS:
            return [TOO_MANY]
        products = products_called([row.sku for row in typed.rows])
        sources = {source.code: source for source in Source.objects.all()}
        sources = {code.casefold(): source for code, source in sources.items()} | sources
        wrong = [(each.row, unread_supply(each)) for each in typed.unread]
        found: list[ExpectedUnits] = []
        for row in typed.rows:
            product, source = products.get(row.sku), _source(row, sources)
            if product is None:
                wrong.append((row.row, unknown_sku(row.row, row.sku)))
            if source is None:
                wrong.append((row.row, unknown_source(row.row, row.source_code)))
            if product is not None and source is not None:
                found.append(ExpectedUnits(row.row, product, source, row.quantity, row.expected_on, row.reference))
        first: dict[object, int] = {}
        befores = [(each.row, first.setdefault(supply_key(each), each.row)) for each in found]
        wrong += [(row, said_twice(row, before)) for row, before in befores if before != row]
        self.expected = tuple(found)
        return [problem for _, problem in sorted(wrong)] if wrong or found else [EMPTY]


def _source(row: SupplyRow, sources: dict[str, Source]) -> Source | None:
    return sources.get(row.source_code) or sources.get(row.source_code.casefold())


class IncomingSupplyForm(ShownForm, forms.ModelForm[IncomingSupply]):
    """One supply as it is changed. What has come of it is booked by deliveries."""

    class Meta:
        model = IncomingSupply
        fields = ("source", "quantity", "expected_on", "reference", "is_closed")
        labels = {"is_closed": "Closed"}
        help_texts = {
            "quantity": "What the supplier was to bring in all, with what has come.",
            "reference": "Purchase order, or the supplier's number.",
            "is_closed": "The rest is given up: it is not expected any more.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expected_on" in self.fields:
            self.fields["expected_on"].validators += [
                MinValueValidator(FIRST_DAY, NO_SUCH_DAY),
                MaxValueValidator(LAST_DAY, NO_SUCH_DAY),
            ]

    def clean_quantity(self) -> Decimal:
        """Refuse fewer units than have come."""
        quantity = Decimal(self.cleaned_data["quantity"])
        if quantity <= 0:
            raise forms.ValidationError(MESSAGES[Reason.NOT_POSITIVE])
        if quantity < self.instance.received:
            raise forms.ValidationError(less_than_came(self.instance.received))
        return quantity
