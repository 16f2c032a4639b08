"""What staff write on a parcel: carrier, tracking number, comments."""

from typing import Any

from django import forms

LONGEST_NAME, LONGEST_COMMENT = 100, 2000


class ParcelForm(forms.Form):
    """Carrier and tracking number of a shipment, and its comments."""

    carrier = forms.CharField(label="Carrier", required=False, max_length=LONGEST_NAME)
    tracking_number = forms.CharField(label="Tracking Number", required=False, max_length=LONGEST_NAME)
    comment = forms.CharField(label="Shipment Comments", required=False, max_length=LONGEST_COMMENT)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it was refused, each with its field's name."""
        return tuple(
            f"{self.fields[name].label}: {message}" for name, messages in self.errors.items() for message in messages
        )

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, as it was typed."""
        return {name: self.data.get(name, "") for name in self.fields}
