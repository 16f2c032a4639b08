"""Advanced Inventory of one product: what was typed in the dialog, as its own policy."""

from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import Model
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from catalog.forms.fields import BOX, TypedQuantityField, UseConfigField, as_text
from catalog.forms.shown_form import ShownForm, comparable
from catalog.rules.advanced_inventory import advanced_inventory_problems
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy
from catalog.rules.product_setting import ADVANCED_INVENTORY, MULTIPLE_BOXES, USES_DECIMALS, ProductFlag, ProductSetting
from catalog.rules.setting import Kind
from catalog.words.product_setting import own_value_words
from catalog.words.setting import setting_problem_words

YES_NO = (("1", "Yes"), ("0", "No"))


def _is_yes(text: str) -> bool:
    return text == "1"


def _yes_no(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=YES_NO, coerce=_is_yes, widget=UnfoldAdminSelectWidget(), label=label, required=True
    )


def _field(declared: ProductSetting | ProductFlag) -> forms.Field:
    if isinstance(declared, ProductFlag) or declared.kind is Kind.YES_NO:
        control: forms.Field = _yes_no(declared.label)
    elif declared.modes is not None:
        modes = declared.modes
        control = forms.TypedChoiceField(
            choices=declared.choices, coerce=lambda text: modes(int(text)), widget=UnfoldAdminSelectWidget()
        )
    else:
        # advanced-inventory.js reads the data- attributes when Done is pressed.
        attrs = {"autocomplete": "off", "data-number": "any" if declared.may_be_negative else "not-negative"}
        whole = {"data-whole": "unless-decimals"} if declared.is_whole else {}
        control = TypedQuantityField(widget=UnfoldAdminTextInputWidget(attrs | whole))
    return control if isinstance(declared, ProductFlag) else UseConfigField(control, label=declared.label)


class AdvancedInventoryForm(ShownForm, forms.Form):
    """The fields of the dialog in their order; Qty and Stock Status belong to the source and are not here."""

    def __init__(
        self,
        data: Any = None,
        *,
        own: OwnPolicy,
        is_decimal_divided: bool,
        configured: ConfiguredPolicy,
        row: Model | None = None,
        prefix: str = "stock",
    ) -> None:
        initial = {field.name: getattr(own, field.name) for field in fields(OwnPolicy)}
        flags = {USES_DECIMALS.name: own.is_qty_decimal, MULTIPLE_BOXES.name: is_decimal_divided}
        initial |= {name: as_text(flag) for name, flag in flags.items()}
        # Posted without the dialog (a script, a page that does not show it): what is stored stays.
        shown = data if data is not None and f"{prefix}-shown" in data else None
        super().__init__(shown, prefix=prefix, initial=initial)
        self.fields = {declared.name: _field(declared) for declared in ADVANCED_INVENTORY} | self.fields
        self.row = row
        self.stored = initial | flags
        for name, field in self.fields.items():
            if isinstance(field, UseConfigField):
                field.widget.configured = as_text(getattr(configured, name))
                field.widget.own = as_text(initial[name])

    def shown_row(self) -> Model | None:
        """Return the product."""
        return self.row

    def stored_state(self) -> dict[str, Any]:
        """Return the own values; None is "Use Config Setting"."""
        return {name: comparable(value) for name, value in self.stored.items() if name in self.fields}

    def typed_state(self) -> dict[str, Any]:
        """Return the values that were on the page."""
        return {name: value for name, value in super().typed_state().items() if self._is_on_page(name)}

    def take_theirs(self, name: str, value: Any) -> None:
        """Go on with the stored value, and show it."""
        self.cleaned_data[name] = self.stored[name]
        sent: Any = self.data
        data = sent.copy()
        key = self.add_prefix(name)
        data.pop(key + BOX, None)
        data[key] = as_text(self.stored[name])
        if value is None:
            data[key + BOX] = "on"
        self.data = data

    def words_of(self, name: str, value: Any) -> str:
        """Return a value as staff read it."""
        return own_value_words(name, value)

    def _is_on_page(self, name: str) -> bool:
        return bool({self.add_prefix(name), self.add_prefix(name) + BOX} & self.data.keys())

    def clean(self) -> dict[str, Any]:
        """Keep what was not on the page, and judge the values together: whole numbers unless decimals, and the bounds."""
        for name in self.fields:
            if not self._is_on_page(name):
                self.errors.pop(name, None)
                self.cleaned_data[name] = self.stored[name]
        for name, problem in advanced_inventory_problems(self.values).items():
            if name not in self.errors:
                self.add_error(name, setting_problem_words(problem))
        return self.cleaned_data

    @property
    def values(self) -> OwnPolicy:
        """The product's own values as typed; a field in error counts as not typed."""
        typed: dict[str, Any] = {field.name: self.cleaned_data.get(field.name) for field in fields(OwnPolicy)}
        return OwnPolicy(**typed | {USES_DECIMALS.name: bool(typed[USES_DECIMALS.name])})

    @property
    def has_multiple_boxes(self) -> bool:
        """Allow Multiple Boxes for Shipping as typed; it means nothing without Qty Uses Decimals."""
        return self.is_bound and self.values.is_qty_decimal and bool(self.cleaned_data.get(MULTIPLE_BOXES.name))
