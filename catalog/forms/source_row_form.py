"""One row of the Sources area: one product at one source, as typed."""

from decimal import Decimal
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from catalog.actions.assign_sources import SourceRow, SourceValues
from catalog.forms.fields import TypedQuantityField
from catalog.rules.quantity import ZERO, plain
from catalog.words.setting import NOT_NEGATIVE, WHOLE

STATUSES = (("1", "In Stock"), ("0", "Out of Stock"))
NEW = SourceValues(ZERO)
DAMAGED = "This page was changed on its way. Open the product again."


class SourceRowForm(forms.Form):
    """Cleans to a `SourceRow`. The hidden `before` carries what the row was when the page was opened, as `as_text` writes it.

    A control that was not posted (disabled while stock is not managed) keeps what it was.
    """

    quantity = TypedQuantityField(
        label="Qty",
        widget=UnfoldAdminTextInputWidget(
            {"autocomplete": "off", "data-number": "any", "data-whole": "unless-decimals", "data-quantity": ""}
        ),
    )
    is_in_stock = forms.TypedChoiceField(
        label="Source Item Status",
        choices=STATUSES,
        coerce=lambda text: text == "1",
        widget=UnfoldAdminSelectWidget({"data-status": ""}),
    )
    notify_quantity = TypedQuantityField(
        label="Notify Qty",
        required=False,
        widget=UnfoldAdminTextInputWidget(
            {"autocomplete": "off", "inputmode": "decimal", "data-number": "not-negative", "data-notify": ""}
        ),
    )
    uses_default = forms.BooleanField(
        label="Use Default", required=False, widget=UnfoldBooleanWidget({"data-notify-default": ""})
    )
    unassign = forms.BooleanField(required=False)
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        source_id: int,
        source_name: str,
        stored: SourceValues | None,
        notify_level: Decimal,
        may_stay_empty: bool = False,
    ) -> None:
        """Make the row of one source; `stored` is what lies there now (None: not assigned).

        `notify_level` is what "Use Default" comes to, in units.
        `may_stay_empty`: without a quantity the product stays unassigned (one source, and nothing there yet).
        """
        self.source_id, self.source_name, self.stored = source_id, source_name, stored
        shown = stored or NEW
        super().__init__(
            data,
            prefix=f"sources-{source_id}",
            initial={
                "quantity": shown.quantity,
                "is_in_stock": "1" if shown.is_in_stock else "0",
                "notify_quantity": notify_level if shown.notify_quantity is None else shown.notify_quantity,
                "uses_default": shown.notify_quantity is None,
                "before": as_text(stored),
            },
        )
        self.fields["quantity"].required = not may_stay_empty
        self.was = self._posted_before() if self.is_bound else stored

    def full_clean(self) -> None:
        """Clean; a row that is going may hold anything."""
        super().full_clean()
        if self.is_going:
            self._errors = forms.utils.ErrorDict()

    def clean(self) -> dict[str, Any]:
        """Put back what was not posted, and judge the notify quantity."""
        shown = self.was or NEW
        for name in ("quantity", "is_in_stock"):
            if self.add_prefix(name) not in self.data:
                self.errors.pop(name, None)
                self.cleaned_data[name] = getattr(shown, name)
        if self.add_prefix("notify_quantity") not in self.data and not self.cleaned_data.get("uses_default"):
            self.cleaned_data["notify_quantity"] = shown.notify_quantity
        elif self.cleaned_data.get("uses_default"):
            self.errors.pop("notify_quantity", None)
            self.cleaned_data["notify_quantity"] = None
        elif "notify_quantity" not in self.errors:
            self._judge_notify(self.cleaned_data.get("notify_quantity"))
        return self.cleaned_data

    def judge_decimals(self, *, uses_decimals: bool, used_decimals: bool) -> None:
        """Refuse a fraction of a unit unless Qty Uses Decimals is Yes; one that lay there before may stay."""
        quantity = self.cleaned_data.get("quantity")
        if quantity is None or uses_decimals or quantity == quantity.to_integral_value():
            return
        unchanged = self.was is not None and quantity == self.was.quantity and not used_decimals
        if not unchanged and not self.cleaned_data.get("unassign"):
            self.add_error("quantity", WHOLE)

    @property
    def is_going(self) -> bool:
        """Whether the row was posted to be unassigned."""
        return self.is_bound and bool(self.cleaned_data.get("unassign"))

    @property
    def row(self) -> SourceRow:
        """What this row asks for; only of a valid form."""
        typed = self.cleaned_data
        if typed["unassign"] or typed["quantity"] is None:
            return SourceRow(self.source_id, self.was, None)
        return SourceRow(
            self.source_id,
            self.was,
            SourceValues(typed["quantity"], typed["is_in_stock"], typed["notify_quantity"]),
        )

    def _judge_notify(self, quantity: Decimal | None) -> None:
        if quantity is None:
            self.add_error("notify_quantity", "Please enter a number, or tick “Use Default”.")
        elif quantity < 0:
            self.add_error("notify_quantity", NOT_NEGATIVE)

    def _posted_before(self) -> SourceValues | None:
        text = str(self.data.get(self.add_prefix("before"), ""))
        if not text:
            return None
        field = TypedQuantityField()
        parts = text.split("|")
        if len(parts) != len(("quantity", "status", "notify")):
            raise forms.ValidationError(DAMAGED)
        quantity, status, notify = parts
        return SourceValues(field.clean(quantity), status == "1", field.clean(notify) if notify else None)


def as_text(values: SourceValues | None) -> str:
    """Return what a hidden field carries to the save: "25|1|" is 25 units, In Stock, Use Default; "" is not assigned."""
    if values is None:
        return ""
    notify = "" if values.notify_quantity is None else plain(values.notify_quantity)
    return f"{plain(values.quantity)}|{int(values.is_in_stock)}|{notify}"
