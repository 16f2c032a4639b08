"""Stores > Store Views > edit."""

import re
from typing import Any

from django import forms

from catalog.forms.shown_form import ShownForm
from catalog.forms.website_form import CODE
from catalog.models import StoreView

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NO_HOST_NAME = "Please enter a host name, such as shop.example.org, without “https://” and without a port."


class StoreViewForm(ShownForm, forms.ModelForm[StoreView]):
    """A store view as typed."""

    class Meta:
        model = StoreView
        fields = ("name", "code", "website", "host")
        labels = {"host": "Host name"}
        help_texts = {
            "code": "A short name for addresses and imports.",
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
