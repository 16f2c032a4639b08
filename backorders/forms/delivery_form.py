"""Receive stock: where, and how many units; of one product, or a whole delivery."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from backorders.rules.delivery import MOST_PRODUCTS, typed_delivery
from backorders.words.delivery import EMPTY, TOO_MANY, unknown_sku, unread_row
from catalog.forms.fields import BoughtQuantityField, refuse_misleading, refuse_misleading_line
from catalog.forms.text_file import TextFileField
from catalog.models import Source
from catalog.queries.product_key import products_called

# In characters, or bytes of a file: some thousand rows.
LARGEST_TEXT = 200_000


class _AtSource(forms.Form):
    """What comes to one of some sources. `problems` are why it was refused, a sentence each."""

    source = forms.ModelChoiceField(
        Source.objects.none(), empty_label=None, error_messages={"required": "Please choose a source."}
    )

    def __init__(self, *args: Any, offered: QuerySet[Source], **kwargs: Any) -> None:
        """Offer these sources."""
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = offered  # type: ignore[attr-defined]  # the field's own type is hidden behind Field

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the delivery was refused, a sentence each."""
        return tuple(str(message) for messages in self.errors.values() for message in messages)

    @property
    def choices(self) -> list[tuple[int, str, bool]]:
        """The sources as (id, name, is chosen). One query."""
        chosen = self.data.get("source", "") if self.is_bound else self.initial.get("source", "")
        sources: Any = self.fields["source"]
        return [(source.pk, source.name, str(source.pk) == chosen) for source in sources.queryset]


class DeliveryForm(_AtSource):
    """A delivery to one of the sources that the stock draws from."""

    quantity = BoughtQuantityField(label="Quantity")

    def __init__(self, *args: Any, stock_id: int, **kwargs: Any) -> None:
        """Offer the enabled sources of the stock, by priority."""
        linked = Source.objects.filter(links__stock=stock_id, is_enabled=True).order_by("links__priority", "pk")
        super().__init__(*args, offered=linked, **kwargs)

    @property
    def message(self) -> str:
        """Why the delivery was refused, as one sentence."""
        return " ".join(self.problems)

    @property
    def typed(self) -> str | None:
        """The quantity as it was typed; None before."""
        return self.data.get("quantity")


class GoodsInForm(_AtSource):
    """A whole delivery: where it came, its number, and a row a product, typed, pasted, scanned or read from a file.

    `expected_as` is the reference of the incoming supply that it is. Valid, `cleaned_data["units"]` is {product: units}, in typed
    order. `text` is what was typed and read, for the box.
    """

    reference = forms.CharField(
        label="Delivery number", max_length=100, required=False, validators=[refuse_misleading_line]
    )
    expected_as = forms.CharField(label="Expected under", max_length=100, required=False)
    rows = forms.CharField(required=False, max_length=LARGEST_TEXT, validators=[refuse_misleading], strip=False)
    file = TextFileField(largest=LARGEST_TEXT, too_large="The file is too large for one delivery.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer all enabled sources, by name."""
        super().__init__(*args, offered=Source.objects.filter(is_enabled=True).order_by("name", "pk"), **kwargs)
        self.text = ""

    def clean(self) -> dict[str, Any]:
        """Read the rows and find their products; each row that cannot be received is named."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.text = "\n".join(filter(str.strip, (cleaned.get("rows", ""), cleaned.get("file") or "")))
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
