"""Receive stock: where, and how many units; of one product, or a whole delivery."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from backorders.rules.delivery import MOST_PRODUCTS, typed_delivery
from backorders.words.delivery import EMPTY, TOO_MANY, unknown_sku, unread_row
from catalog.forms.fields import BoughtQuantityField, refuse_misleading, refuse_misleading_line
from catalog.forms.source_rows import AtSource, RowsAtSource
from catalog.forms.text_file import TextFileField
from catalog.models import Source
from catalog.queries.product_key import products_called

# In characters, or bytes of a file: some thousand rows.
LARGEST_TEXT = 200_000


def _offered(sources: QuerySet[Source]) -> forms.ModelChoiceField[Source]:
    return forms.ModelChoiceField(sources, empty_label=None, error_messages={"required": "Please choose a source."})


class DeliveryForm(AtSource):
    """A delivery to one of the sources that the stock draws from."""

    source = _offered(Source.objects.none())
    quantity = BoughtQuantityField(label="Quantity")

    def __init__(self, *args: Any, stock_id: int, **kwargs: Any) -> None:
        """Offer the enabled sources of the stock, by priority."""
        linked = Source.objects.filter(links__stock=stock_id, is_enabled=True).order_by("links__priority", "pk")
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = linked  # type: ignore[attr-defined]  # the field's own type is hidden behind Field

    @property
    def message(self) -> str:
        """Why the delivery was refused, as one sentence."""
        return " ".join(self.problems)

    @property
    def typed(self) -> str | None:
        """The quantity as it was typed; None before."""
        return self.data.get("quantity")


class GoodsInForm(RowsAtSource):
    """A whole delivery: where it came, its number, and a row a product, typed, pasted, scanned or read from a file.

    `expected_as` is the reference of the incoming supply that it is. Valid, `cleaned_data["units"]` is {product: units}, in typed
    order. `text` is what was typed and read, for the box.
    """

    source = _offered(Source.objects.filter(is_enabled=True).order_by("name", "pk"))
    reference = forms.CharField(
        label="Delivery number", max_length=100, required=False, validators=[refuse_misleading_line]
    )
    expected_as = forms.CharField(label="Expected under", max_length=100, required=False)
    rows = forms.CharField(required=False, max_length=LARGEST_TEXT, validators=[refuse_misleading], strip=False)
    file = TextFileField(largest=LARGEST_TEXT, too_large="The file is too large for one delivery.")

    def clean(self) -> dict[str, Any]:
        """Read the rows and find their products; each row that cannot be received is named."""
        cleaned = super().clean()
        typed = typed_delivery(self.text)
        found = products_called([each.sku for each in typed.delivered])
        problems = [unread_row(row) for row in typed.unread]
        problems += [unknown_sku(each) for each in typed.delivered if each.sku not in found]
        if not (problems or typed.delivered):
            problems.append(EMPTY)
        if len(typed.delivered) > MOST_PRODUCTS:
            problems.append(TOO_MANY)
        for problem in problems:
            self.add_error(None, problem)
        cleaned["units"] = {found[each.sku]: each.units for each in typed.delivered if each.sku in found}
        return cleaned
