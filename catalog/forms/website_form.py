"""Stores > Websites > edit."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from catalog.forms.shown_form import ShownForm
from catalog.models import Website
from catalog.rules.currency import CURRENCIES

CODE = RegexValidator(
    r"^[a-z][a-z0-9_-]*\Z",
    "Please use lower-case letters, digits, “-” and “_” only, and begin with a letter.",
)
NO_CURRENCY = "“%(code)s” is no currency of ISO 4217. Please enter a code such as USD, EUR or JPY."


class WebsiteForm(ShownForm, forms.ModelForm[Website]):
    """A website as typed."""

    class Meta:
        model = Website
        fields = ("name", "code", "currency")
        help_texts = {
            "name": "The shop's name, as shoppers read it.",
            "code": "A short name for addresses and imports.",
            "currency": "ISO 4217 code of all prices on this website, such as USD. Amounts are rounded to its decimal places.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].validators.append(CODE)

    def clean_currency(self) -> str:
        """Take "eur" for EUR. A website may keep the code it has, whatever became of that currency."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code not in CURRENCIES and code != self.initial.get("currency"):
            raise forms.ValidationError(NO_CURRENCY, code="currency", params={"code": code})
        return code
