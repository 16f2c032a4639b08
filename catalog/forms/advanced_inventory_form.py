"""Advanced Inventory of one product: what was typed in the dialog, as its own policy."""

from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import Model
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from catalog.forms.fields import BOX, TypedQuantityField, UseConfigField, as_text
from catalog.forms.shown_form import ShownForm, comparable, value_words
from catalog.rules import configuration as declared
from catalog.rules.advanced_inventory import advanced_inventory_errors
from catalog.rules.setting import Setting
from catalog.rules.stock_policy import BackorderMode, ConfiguredPolicy, OwnPolicy

YES_NO = (("1", "Yes"), ("0", "No"))


def _is_yes(text: str) -> bool:
    return text == "1"


def _mode(text: str) -> BackorderMode:
    return BackorderMode(int(text))


def _yes_no(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=YES_NO, coerce=_is_yes, widget=UnfoldAdminSelectWidget(), label=label, required=True
    )


def _own_choice(setting: Setting) -> UseConfigField:
    if setting is declared.BACKORDERS:
        choices = forms.TypedChoiceField(choices=setting.choices, coerce=_mode, widget=UnfoldAdminSelectWidget())
        return UseConfigField(choices, label=setting.label)
    return UseConfigField(_yes_no(setting.label), label=setting.label)


def _own_number(setting: Setting, **checks: str) -> UseConfigField:
    """`checks` become data- attributes, which advanced-inventory.js reads when Done is pressed."""
    attrs = {"autocomplete": "off", "data-number": "any"} | {
        "data-" + name.replace("_", "-"): check for name, check in checks.items()
    }
    return UseConfigField(TypedQuantityField(widget=UnfoldAdminTextInputWidget(attrs)), label=setting.label)


class AdvancedInventoryForm(ShownForm, forms.Form):
    """The fields of the dialog in their order; Qty and Stock Status belong to the source and are not here."""

    manage_stock = _own_choice(declared.MANAGE_STOCK)
    min_qty = _own_number(declared.MIN_QTY)
    min_sale_qty = _own_number(declared.MIN_SALE_QTY, number="not-negative", whole="unless-decimals")
    max_sale_qty = _own_number(declared.MAX_SALE_QTY, number="not-negative")
    is_qty_decimal = _yes_no("Qty Uses Decimals")
    is_decimal_divided = _yes_no("Allow Multiple Boxes for Shipping")
    backorders = _own_choice(declared.BACKORDERS)
    notify_stock_qty = _own_number(declared.NOTIFY_STOCK_QTY)
    enable_qty_increments = _own_choice(declared.ENABLE_QTY_INCREMENTS)
    qty_increments = _own_number(declared.QTY_INCREMENTS, number="not-negative", whole="unless-decimals")

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
        initial |= {
            "is_qty_decimal": as_text(own.is_qty_decimal),
            "is_decimal_divided": as_text(is_decimal_divided),
        }
        # Posted without the dialog (a script, a page that does not show it): what is stored stays.
        shown = data if data is not None and f"{prefix}-shown" in data else None
        super().__init__(shown, prefix=prefix, initial=initial)
        self.row = row
        self.stored = {**initial, "is_qty_decimal": own.is_qty_decimal, "is_decimal_divided": is_decimal_divided}
        for name, field in self.fields.items():
            if isinstance(field, UseConfigField):
                field.widget.configured = as_text(getattr(configured, name))

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
        if value is None:
            return "Use Config Setting"
        if name == "backorders":
            return value_words(str(value), declared.BACKORDERS.choices)
        is_flag = isinstance(self.stored[name], bool) or name in {"manage_stock", "enable_qty_increments"}
        return value_words(bool(value) if is_flag else value)

    def _is_on_page(self, name: str) -> bool:
        return bool({self.add_prefix(name), self.add_prefix(name) + BOX} & self.data.keys())

    def clean(self) -> dict[str, Any]:
        """Keep what was not on the page, and judge the values together: whole numbers unless decimals, and the bounds."""
        for name in self.fields:
            if not self._is_on_page(name):
                self.errors.pop(name, None)
                self.cleaned_data[name] = self.stored[name]
        for name, message in advanced_inventory_errors(self.values).items():
            if name not in self.errors:
                self.add_error(name, message)
        return self.cleaned_data

    @property
    def values(self) -> OwnPolicy:
        """The product's own values as typed; a field in error counts as not typed."""
        typed: dict[str, Any] = {field.name: self.cleaned_data.get(field.name) for field in fields(OwnPolicy)}
        return OwnPolicy(**typed | {"is_qty_decimal": bool(typed["is_qty_decimal"])})

    @property
    def has_multiple_boxes(self) -> bool:
        """Allow Multiple Boxes for Shipping as typed; it means nothing without Qty Uses Decimals."""
        return self.is_bound and self.values.is_qty_decimal and bool(self.cleaned_data.get("is_decimal_divided"))
