"""The checkout: who buys. The card has a form of its own (`card_form`)."""

from django import forms


class CheckoutForm(forms.Form):
    """Contact details. `checkout` names the cart, so that a second click is the same order; `seen` is the summary's mark."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="For the order confirmation.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    customer_name = forms.CharField(
        label="Name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    checkout = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
