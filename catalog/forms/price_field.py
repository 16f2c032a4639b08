"""A price as staff type it."""

from decimal import Decimal
from typing import Any

from django import forms

from catalog.rules.money_text import digits


class PriceField(forms.DecimalField):
    """A price of up to four decimal places, which shows two where the others are zero."""

    def prepare_value(self, value: Any) -> Any:
        """Return a stored price as people write it; what was typed stays as it is."""
        return digits(value).replace(",", "") if isinstance(value, Decimal) else value
