"""What a shopper types who looks for his order."""

from django import forms

from catalog.forms.fields import refuse_misleading_line


class OrderLookupForm(forms.Form):
    """The number of the order, and the e-mail address that it was placed with."""

    number = forms.CharField(
        label="Order number",
        max_length=30,
        validators=[refuse_misleading_line],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "placeholder": "000000039"}),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        validators=[refuse_misleading_line],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
