"""Stores > Websites > edit."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from catalog.models import Website

CODE = RegexValidator(
    r"^[a-z][a-z0-9_-]*\Z",
    "Please use lower-case letters, digits, “-” and “_” only, and begin with a letter.",
)
CURRENCY = RegexValidator(r"^[A-Za-z]{3}\Z", "Please enter a currency code of three letters, such as USD or EUR.")


class WebsiteForm(forms.ModelForm[Website]):
    """A website as typed."""

    class Meta:
        model = Website
        fields = ("name", "code", "currency")
        help_texts = {
            "name": "The shop's name, as shoppers read it.",
            "code": "A short name for addresses and imports.",
            "currency": "ISO 4217 code of all prices on this website.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, added in {"code": CODE, "currency": CURRENCY}.items():
            if name in self.fields:
                self.fields[name].validators.append(added)

    def clean_currency(self) -> str:
        """Take "eur" for EUR."""
        return str(self.cleaned_data["currency"]).upper()
