"""Stores > Inventory > Sources > edit."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django_countries import countries
from unfold.widgets import UnfoldAdminSelectWidget

from catalog.forms.fields import refuse_misleading_line
from catalog.forms.shown_form import ShownForm
from catalog.forms.states import StateField, states_of
from catalog.models import Source
from catalog.rules.state import state_meant
from catalog.words.form import between_words

WHITESPACE = RegexValidator(r"^\S*\Z", '"Code" can not contain whitespaces.')
NO_COUNTRY = "Please choose a country from the list."
NO_STATE = "Please choose a state of this country from the list."


def _between(name: str, bound: int) -> list[MinValueValidator | MaxValueValidator]:
    message = between_words(name, bound)
    return [MinValueValidator(-bound, message), MaxValueValidator(bound, message)]


class CountryField(forms.ChoiceField):
    """A country, by its ISO 3166 code in any letter case."""

    def to_python(self, value: Any) -> str:
        """Take "de" for DE."""
        return str(super().to_python(value)).upper()


class SourceForm(ShownForm, forms.ModelForm[Source]):
    """A source as typed; the Default Source must stay enabled."""

    country = CountryField(
        choices=lambda: [("", "Please choose a country"), *countries],
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": NO_COUNTRY},
    )

    region = StateField(required=False, max_length=255, label="State/Province")

    class Meta:
        model = Source
        fields = (
            "code",
            "name",
            "is_enabled",
            "description",
            "latitude",
            "longitude",
            "contact_name",
            "email",
            "phone",
            "fax",
            "country",
            "region",
            "city",
            "street",
            "postcode",
        )
        labels = {"is_enabled": "Is Enabled", "contact_name": "Contact Name"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        validators: dict[str, list[Any]] = {
            "code": [WHITESPACE],
            "latitude": _between("latitude", 90),
            "longitude": _between("longitude", 180),
        }
        for name, added in validators.items():
            if name in self.fields:
                self.fields[name].validators += added
        if "region" in self.fields:
            self.fields["region"].validators.append(refuse_misleading_line)
            state: Any = self.fields["region"].widget
            state.country = str(self["country"].value() or "").upper()

    def clean_is_enabled(self) -> bool:
        """Keep the Default Source enabled."""
        is_enabled = bool(self.cleaned_data["is_enabled"])
        if self.instance.is_default and not is_enabled:
            raise forms.ValidationError("Default source can not be disabled.")
        return is_enabled

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a place: Distance Priority knows only sources with both."""
        cleaned = super().clean() or self.cleaned_data
        halves = {name: cleaned.get(name) for name in ("latitude", "longitude") if name in self.fields}
        missing = [name for name, degrees in halves.items() if degrees is None]
        if 0 < len(missing) < len(halves) and not self.errors.keys() & halves.keys():
            self.add_error(missing[0], f"Please enter the {missing[0]} too, or neither.")
        self._judge_state(cleaned)
        return cleaned

    def _judge_state(self, cleaned: dict[str, Any]) -> None:
        """Take a state by its name or code; what another way has stored stays as long as nobody touches it."""
        states, typed = states_of(cleaned.get("country") or ""), cleaned.get("region") or ""
        if not states or not typed or not {"country", "region"} & set(self.changed_data):
            return
        meant = state_meant(typed, states)
        if meant is None:
            self.add_error("region", NO_STATE)
        else:
            cleaned["region"] = meant
