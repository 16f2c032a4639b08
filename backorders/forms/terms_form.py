"""What a shopper chooses and agrees to at the checkout, beside contact, address and payment: only asked where it matters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backorders.rules.shipping_choice import ShippingChoice
from backorders.words.consent import AGREE, ASK_CUSTOMER
from backorders.words.shipping_choice import CHOOSE


class ShippingForm(forms.Form):
    """How an order ships that is partly owed."""

    # Who sends none leaves it as it was proposed.
    shipping = forms.ChoiceField(
        label="Shipping",
        required=False,
        choices=[(choice.value, choice.value) for choice in ShippingChoice],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        """Take (value, label, what it means) of each way."""
        super().__init__(*args, **kwargs)
        self.choices = choices

    @property
    def rows(self) -> tuple[tuple[str, str, str, bool], ...]:
        """(value, label, what it means, is chosen) of each."""
        chosen = self["shipping"].value() or self.initial["shipping"]
        return tuple((value, label, says, value == chosen) for value, label, says in self.choices)

    @property
    def choice(self) -> ShippingChoice:
        """What was chosen, of a valid form."""
        return ShippingChoice(self.cleaned_data["shipping"] or self.initial["shipping"])


class ConsentForm(forms.Form):
    """A text, ticked by who agrees to it: the box sends the text that was read. Another one was not agreed to."""

    refusal = AGREE
    consent = forms.CharField(label="Later date", required=False, widget=forms.CheckboxInput)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        """Take the text."""
        super().__init__(*args, **kwargs)
        self.text = text

    @property
    def is_ticked(self) -> bool:
        """Whether this very text was agreed to."""
        return bool((self.data if self.is_bound else self.initial).get("consent") == self.text)

    def clean(self) -> None:
        """Refuse who did not agree, or to another text."""
        if not self.is_ticked:
            self.add_error("consent", self.refusal)


class CustomersConsentForm(ConsentForm):
    """The same of an order that staff take: they ask as they speak with the customer."""

    refusal = ASK_CUSTOMER
