"""A website, and a store view, as staff type them."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from catalog.forms.shown_form import ShownForm
from catalog.models import StoreView, Website
from catalog.rules.money import CURRENCIES

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NO_HOST_NAME = "Please enter a host name, such as shop.example.org, without “https://” and without a port."

SHORT_NAME = "A short name for addresses and imports."


class StoreViewForm(ShownForm, forms.ModelForm[StoreView]):
    """A store view as typed."""

    class Meta:
        model = StoreView
        fields = ("name", "code", "website", "host")
        labels = {"host": "Host name"}
        help_texts = {
            "code": SHORT_NAME,
            "host": "Opens this store view by name. Without one, shoppers choose it at the foot of the page.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].validators.append(CODE)

    def clean_host(self) -> str:
        """Return the name as browsers send it: lower case, ASCII; two store views can not share one."""
        typed = str(self.cleaned_data["host"]).strip().rstrip(".").lower()
        if not typed:
            return ""
        try:
            host = typed.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise forms.ValidationError(NO_HOST_NAME) from error
        if not all(LABEL.fullmatch(label) for label in host.split(".")):
            raise forms.ValidationError(NO_HOST_NAME)
        other = StoreView.objects.filter(host=host).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise forms.ValidationError(f"{other} has this host name already.")
        return host


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
            "code": SHORT_NAME,
            "currency": "ISO 4217 code of all prices on this website, such as USD. Amounts are rounded to its decimal places. "
            "Prices are not converted: a product has the same number on every website.",
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
