"""Create New Order: who buys, where, and how it is paid. Address and items have forms of their own."""

from typing import Any

from django import forms

from backorders.rules.payment_method import PaymentMethod
from catalog.models import Website


class StaffOrderForm(forms.Form):
    """Customer, website, payment method."""

    customer_name = forms.CharField(label="Customer Name", max_length=200)
    email = forms.EmailField(label="Email", max_length=254)
    website = forms.ChoiceField(label="Website", error_messages={"invalid_choice": "Please choose a website."})
    payment_method = forms.ChoiceField(
        label="Payment Method",
        choices=[(method.value, method.label) for method in (PaymentMethod.CHECK_MONEY_ORDER, PaymentMethod.CARD)],
        initial=PaymentMethod.CHECK_MONEY_ORDER.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the websites that sell from a stock, the default one first. One query."""
        super().__init__(*args, **kwargs)
        selling = Website.objects.filter(sales_channel__isnull=False).select_related("sales_channel__stock")
        self.websites = {str(website.pk): website for website in selling.order_by("-is_default", "name", "pk")}
        choices = [(pk, website.name) for pk, website in self.websites.items()]
        self.fields["website"].choices = choices  # type: ignore[attr-defined]  # the field's own type is hidden behind Field

    def chosen_website(self, typed: str) -> Website:
        """Return the website with the id `typed`, else the default one."""
        return self.websites.get(typed) or next(iter(self.websites.values()))
