"""The quantity box: what was typed, as an exact quantity."""

from decimal import Decimal
from typing import Any

from django import forms

from catalog.forms.typed_quantity_field import TypedUnitsField

NO_NUMBER = "Please enter a quantity as a number, for example 2."
TOO_LARGE = "Please enter a smaller quantity."
NOT_POSITIVE = "Please enter a quantity greater than 0."


class BoughtQuantityField(TypedUnitsField):
    """A quantity above zero, with messages for shoppers."""

    default_error_messages = {"required": NO_NUMBER}

    def clean(self, value: Any) -> Decimal | None:
        """Return the quantity; raises `ValidationError` for what is no number above zero."""
        try:
            number: Decimal | None = super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                {"number": NO_NUMBER, "large": TOO_LARGE}.get(error.code or "", error.message)
            ) from error
        if number is not None and number <= 0:
            raise forms.ValidationError(NOT_POSITIVE)
        return number


class QuantityForm(forms.Form):
    """One quantity box."""

    quantity = BoughtQuantityField(label="Quantity")

    @property
    def message(self) -> str:
        """Why the quantity was refused, as one sentence."""
        return " ".join(str(message) for message in self.errors.get("quantity", ()))
