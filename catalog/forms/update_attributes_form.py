"""Update attributes > Advanced Inventory: the fields for many products, each with its "Change" box."""

from dataclasses import fields
from typing import Any, cast

from django import forms
from django.http import QueryDict
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from catalog.actions.update_attributes import DECIMALS, Attributes
from catalog.forms.advanced_inventory_form import AdvancedInventoryForm
from catalog.forms.fields import BOX, TypedQuantityField, UseConfigField
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy
from catalog.rules.product_setting import ADVANCED_INVENTORY, MULTIPLE_BOXES, PRODUCT_SETTINGS

PREFIX = "stock"
SHOWN = f"{PREFIX}-shown"
CHANGE = "_change"
FIRST, *REST = (declared.name for declared in ADVANCED_INVENTORY if declared != MULTIPLE_BOXES)
ORDER = (FIRST, "quantity", *REST, "is_in_stock")
SINGLE_SOURCE_ONLY = {"quantity", "is_in_stock", *(setting.name for setting in PRODUCT_SETTINGS if setting.per_source)}
NOTHING_CHOSEN = "Please tick “Change” for at least one field."
NOT_TICKED = "You typed a value, but “Change” is not ticked. Tick it, or put back what stood there."


def _is_in_stock(text: str) -> bool:
    return text == "1"


class UpdateAttributesForm(AdvancedInventoryForm):
    """Only rows whose "Change" box is ticked are read; `chosen` holds their names.

    Without scripts a value can be typed in a row that is not ticked (`forgotten`): that is asked about, not passed over.
    What depends on each product (whole numbers unless it uses decimals) is judged by the action.
    """

    quantity = TypedQuantityField(label="Qty", widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}))
    is_in_stock = forms.TypedChoiceField(
        label="Stock Availability",
        choices=(("1", "In Stock"), ("0", "Out of Stock")),
        coerce=_is_in_stock,
        widget=UnfoldAdminSelectWidget(),
    )

    def __init__(self, data: QueryDict | None, *, configured: ConfiguredPolicy, is_single_source: bool) -> None:
        names = [name for name in ORDER if is_single_source or name not in SINGLE_SOURCE_ONLY]
        posted = QueryDict() if data is None else data
        self.chosen = [name for name in names if f"{PREFIX}-{name}{CHANGE}" in posted]
        super().__init__(
            None if data is None else _chosen_data(posted, self.chosen),
            # As if every product used decimals: whether one does not is the action's to say.
            own=OwnPolicy(is_qty_decimal=True),
            is_decimal_divided=False,
            configured=configured,
            prefix=PREFIX,
        )
        self.initial[DECIMALS] = "0"
        # A select that was not posted shows its first option: No, here.
        cast("forms.ChoiceField", self.fields[DECIMALS]).choices = (("0", "No"), ("1", "Yes"))
        self.stored |= {"quantity": None, "is_in_stock": None}
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]
        self.order_fields(ORDER)
        self.forgotten = [name for name in names if name not in self.chosen and self._is_typed(posted, name)]
        if data is not None:
            self.data = _chosen_data(posted, [*self.chosen, *self.forgotten])

    def _is_typed(self, posted: QueryDict, name: str) -> bool:
        """Whether a row came in otherwise than the page shows it at first."""
        field, control = self.fields[name], self.add_prefix(name)
        if control not in posted:
            return False
        if isinstance(field, UseConfigField):
            return control + BOX not in posted or posted[control] != field.widget.configured
        choices = cast("list[tuple[str, str]]", getattr(field, "choices", [("", "")]))
        return posted[control] != (self.get_initial_for_field(field, name) or choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Ask for at least one choice."""
        cleaned = super().clean()
        for name in self.forgotten:
            self.errors.pop(name, None)
            self.add_error(name, NOT_TICKED)
        if not self.chosen and not self.forgotten:
            self.add_error(None, NOTHING_CHOSEN)
        return cleaned

    @property
    def attributes(self) -> Attributes:
        """The chosen fields with their values; only of a valid form."""
        own = {field.name for field in fields(OwnPolicy)}
        return Attributes(
            own={name: self.cleaned_data[name] for name in self.chosen if name in own},
            quantity=self.cleaned_data.get("quantity"),
            is_in_stock=self.cleaned_data.get("is_in_stock"),
        )


def _chosen_data(posted: QueryDict, chosen: list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data[SHOWN] = "1"
    for name in chosen:
        # A row that is chosen but was posted without its control must not pass as "not on the page".
        data.setlist(f"{PREFIX}-{name}", posted.getlist(f"{PREFIX}-{name}") or [""])
        if f"{PREFIX}-{name}{BOX}" in posted:
            data[f"{PREFIX}-{name}{BOX}"] = "1"
    return data
