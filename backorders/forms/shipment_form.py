"""A shipment as staff type it: its parcel, and the place that it goes to."""

from typing import Any

from django import forms

from backorders.forms.tracking_form import TrackingRows
from catalog.forms.fields import refuse_misleading
from catalog.rules.source_selection import Point
from catalog.words.form import between_words

LONGEST_COMMENT = 2000


class ParcelForm(forms.Form):
    """The comments of a shipment; `tracking` are its numbers."""

    comment = forms.CharField(
        label="Shipment Comments", required=False, max_length=LONGEST_COMMENT, validators=[refuse_misleading]
    )

    @property
    def tracking(self) -> TrackingRows:
        """The rows of tracking numbers, as they were typed."""
        return TrackingRows(self.data)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it was refused, each with its field's name."""
        own = (
            f"{self.fields[name].label}: {message}" for name, messages in self.errors.items() for message in messages
        )
        return (*self.tracking.problems, *own)

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, as it was typed."""
        return {name: self.data.get(name, "") for name in self.fields}


NO_NUMBER = "Please enter {} as a number, for example {}."


def _degrees(name: str, bound: int, digits: int, example: str) -> forms.DecimalField:
    outside = between_words(name.lower(), bound)
    message = NO_NUMBER.format(f"the {name.lower()}", example)
    places = f"Please enter the {name.lower()} with at most six decimal places."
    return forms.DecimalField(
        label=name,
        min_value=-bound,
        max_value=bound,
        max_digits=digits,
        decimal_places=6,
        error_messages={
            "required": message,
            "invalid": message,
            "min_value": outside,
            "max_value": outside,
            "max_decimal_places": places,
            "max_digits": outside,
            "max_whole_digits": outside,
        },
    )


class DestinationForm(forms.Form):
    """Latitude and longitude of the delivery."""

    latitude = _degrees("Latitude", 90, 8, "52.52")
    longitude = _degrees("Longitude", 180, 9, "13.405")

    @property
    def point(self) -> Point:
        """Where the order goes, of a valid form."""
        return Point(self.cleaned_data["latitude"], self.cleaned_data["longitude"])

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it was refused."""
        return tuple(str(message) for messages in self.errors.values() for message in messages)
