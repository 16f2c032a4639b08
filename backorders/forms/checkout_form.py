"""The checkout: who buys, and how it is paid. Address and card have forms of their own (`address_form`, `card_form`)."""

from collections.abc import Mapping
from typing import cast

from django import forms

from backorders.forms.no_links import refuse_web_address
from backorders.rules.payment_method import PaymentMethod

CHOOSE_METHOD = "Please select a payment method."


class CheckoutForm(forms.Form):
    """Contact and payment method."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="For the order confirmation.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    customer_name = forms.CharField(
        label="Name",
        max_length=100,
        validators=[refuse_web_address],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    payment_method = forms.ChoiceField(
        label="Payment Method",
        choices=[(method.value, method.label) for method in PaymentMethod],
        initial=PaymentMethod.CARD,
        error_messages={"required": CHOOSE_METHOD, "invalid_choice": CHOOSE_METHOD},
        widget=forms.RadioSelect,
    )

    def offer(self, methods: Mapping[PaymentMethod, str]) -> None:
        """Take these payment methods only, under the names {method: what shoppers call it}."""
        field = cast("forms.ChoiceField", self.fields["payment_method"])
        field.choices = [(method.value, title) for method, title in methods.items()]
