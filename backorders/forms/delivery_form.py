"""Receive stock: where, and how many units."""

from typing import Any

from django import forms

from catalog.forms.fields import BoughtQuantityField
from catalog.models import Source


class DeliveryForm(forms.Form):
    """A delivery to one of the sources that the stock draws from."""

    source = forms.ModelChoiceField(
        Source.objects.none(), empty_label=None, error_messages={"required": "Please choose a source."}
    )
    quantity = BoughtQuantityField(label="Quantity")

    def __init__(self, *args: Any, stock_id: int, **kwargs: Any) -> None:
        """Offer the enabled sources of the stock, by priority."""
        super().__init__(*args, **kwargs)
        linked = Source.objects.filter(links__stock=stock_id, is_enabled=True).order_by("links__priority", "pk")
        self.fields["source"].queryset = linked  # type: ignore[attr-defined]  # the field's own type is hidden behind Field

    @property
    def message(self) -> str:
        """Why the delivery was refused, as one sentence."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)

    @property
    def choices(self) -> list[tuple[int, str, bool]]:
        """The sources as (id, name, was chosen). One query."""
        chosen = self.data.get("source", "")
        sources: Any = self.fields["source"]
        return [(source.pk, source.name, str(source.pk) == chosen) for source in sources.queryset]

    @property
    def typed(self) -> str | None:
        """The quantity as it was typed; None before."""
        return self.data.get("quantity")
