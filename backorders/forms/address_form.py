"""A shipping address as typed."""

from django import forms
from django_countries import countries

from backorders.forms.no_links import refuse_web_address
from backorders.rules.address import LONGEST, Address
from backorders.rules.postcode_needed import postcode_needed


def _text(label: str, part: str, autocomplete: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST[part],
        required=required,
        validators=[refuse_web_address],
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class AddressForm(forms.Form):
    """Where the goods go. The labels are the reference's; browsers fill it by its autocomplete names."""

    street = _text("Street Address", "street", "shipping address-line1")
    postcode = _text("Zip/Postal Code", "postcode", "shipping postal-code", required=False)
    city = _text("City", "city", "shipping address-level2")
    country = forms.ChoiceField(
        label="Country",
        choices=lambda: [("", "Please select a country"), *countries],
        error_messages={
            "required": "Please select a country.",
            "invalid_choice": "Please select a country from the list.",
        },
        widget=forms.Select(attrs={"autocomplete": "shipping country"}),
    )

    def clean(self) -> None:
        """Ask for the postcode where there are any."""
        if self.has_error("postcode") or self.cleaned_data.get("postcode"):
            return
        if postcode_needed(self.cleaned_data.get("country", "")):
            self.add_error("postcode", "This field is required.")

    def address(self) -> Address:
        """Return the address of a valid form."""
        typed = self.cleaned_data
        return Address(typed["street"], typed["city"], typed["postcode"], typed["country"])
