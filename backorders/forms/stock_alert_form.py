"""What a visitor types who wants to hear when a product is back."""

from django import forms

from catalog.forms.fields import refuse_misleading_line


class StockAlertForm(forms.Form):
    """An address, and the product or variant that the page showed."""

    product = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        validators=[refuse_misleading_line],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
