"""New Credit Memo: what is refunded, which of it returns to stock, and a comment."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from backorders.forms.units_form import UnitsBox, UnitsForm
from catalog.forms.fields import refuse_misleading
from catalog.rules.quantity import plain

LONGEST_COMMENT = 2000


class CreditMemoForm(UnitsForm):
    """A quantity box for each line, "Return to Stock" for those of `returnable`, and a comment."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        boxes: Sequence[UnitsBox],
        refundable: Mapping[int, Decimal],
        returnable: Collection[int],
        returns_at_first: Collection[int],
    ) -> None:
        """Make the fields. `refundable` is {line id: units} that can be refunded, of the lines in `returnable` also to stock.

        The boxes of the lines in `returns_at_first` are ticked when the page is opened; afterwards they stay as they were posted.
        """
        super().__init__(data, boxes=boxes)
        self.refundable = refundable
        self.returnable = frozenset(returnable)
        self.returns_at_first = frozenset(returns_at_first)
        self.fields["comment"] = forms.CharField(
            required=False, max_length=LONGEST_COMMENT, validators=[refuse_misleading]
        )

    def clean(self) -> dict[str, Any]:
        """Refuse more than can be refunded."""
        super().clean()
        for box in self.boxes:
            most = self.refundable[box.line_id]
            if (self.cleaned_data.get(box.name) or 0) > most:
                self.add_error(box.name, f"Only {plain(most)} can be refunded.")
        return self.cleaned_data

    def returns(self, line_id: int) -> bool:
        """Return whether "Return to Stock" is ticked for a line; never where it is not offered."""
        if line_id not in self.returnable:
            return False
        return f"back{line_id}" in self.data if self.is_bound else line_id in self.returns_at_first

    @property
    def comment(self) -> str:
        """The comment as it was typed."""
        return str(self.data.get("comment", "")) if self.is_bound else ""

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it was refused: quantities by their SKU, then the comment."""
        said = self.errors.get("comment", ()) if self.is_bound else ()
        return (*super().problems, *(f"Comment: {message}" for message in said))
