"""A quantity as staff type it, with a message for everything that is none."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from catalog.rules.advanced_inventory import TOO_PRECISE
from catalog.rules.quantity import LARGEST, InvalidQuantityError, plain, quantity
from catalog.rules.setting import Bound

NOT_A_NUMBER = Bound.NUMBER.value
TOO_LARGE = f"Please enter a number between -{LARGEST:,} and {LARGEST:,}."

# As product-numbers.js has it. `Decimal` itself reads more: NaN, underscores, other scripts' digits, odd white space.
WRITTEN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,6})?", re.ASCII | re.IGNORECASE)


class TypedQuantityField(forms.Field):
    """Cleans to units as a Decimal with four places, or to None when it is left empty and not required."""

    default_error_messages = {"required": NOT_A_NUMBER}
    # A value that is kept is kept as typed or refused; units that are asked for are cut to four places (`TypedUnitsField`).
    cuts = False

    def to_python(self, value: Any) -> Decimal | None:
        """Return the typed quantity; raises `ValidationError` for what is no number, too large, or too precise."""
        typed = str(value or "").strip(" \t\r\n")
        if not typed:
            return None
        if not WRITTEN.fullmatch(typed):
            raise forms.ValidationError(NOT_A_NUMBER, code="number")
        number = Decimal(typed)
        try:
            cleaned = quantity(number)
        except InvalidQuantityError as error:
            if number.copy_abs() > LARGEST:
                raise forms.ValidationError(TOO_LARGE, code="large") from error
            raise forms.ValidationError(TOO_PRECISE, code="precise") from error
        if cleaned != number and not self.cuts:
            raise forms.ValidationError(TOO_PRECISE, code="precise")
        return cleaned

    def prepare_value(self, value: Any) -> Any:
        """Return a stored quantity as people write it; what was typed stays as it is."""
        return plain(value) if isinstance(value, Decimal) else value


class TypedUnitsField(TypedQuantityField):
    """Units that somebody asks for: what has more than four places is cut, as in the rule (10.00004 is 10)."""

    cuts = True
