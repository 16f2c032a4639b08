"""Create New Order: who buys, where, and how it is paid. Address and items have forms of their own."""

from typing import Any

from django import forms

from backorders.rules.payment_method import PaymentMethod
from catalog.models import Customer, CustomerGroup, Website
from catalog.rules.group_minimum import NOT_LOGGED_IN

BY_EMAIL = "The customer's own, by the email; NOT LOGGED IN for a guest"


class StaffOrderForm(forms.Form):
    """Customer, website, customer group, payment method."""

    customer_name = forms.CharField(label="Customer Name", max_length=200)
    email = forms.EmailField(label="Email", max_length=254)
    website = forms.ChoiceField(label="Website", error_messages={"invalid_choice": "Please choose a website."})
    customer_group = forms.ChoiceField(
        label="Customer Group",
        required=False,
        help_text="Its minimum quantities hold for this order, and when the order is edited.",
        error_messages={"invalid_choice": "Please choose a customer group."},
    )
    payment_method = forms.ChoiceField(
        label="Payment Method",
        choices=[(method.value, method.label) for method in (PaymentMethod.CHECK_MONEY_ORDER, PaymentMethod.CARD)],
        initial=PaymentMethod.CHECK_MONEY_ORDER.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the websites that sell from a stock, the default one first, and the customer groups. Two queries."""
        super().__init__(*args, **kwargs)
        selling = Website.objects.filter(sales_channel__isnull=False).select_related("sales_channel__stock")
        self.websites = {str(website.pk): website for website in selling.order_by("-is_default", "name", "pk")}
        choices = [(pk, website.name) for pk, website in self.websites.items()]
        self.fields["website"].choices = choices  # type: ignore[attr-defined]  # the field's own type is hidden behind Field

        self.groups = dict(CustomerGroup.objects.order_by("pk").values_list("code", "name"))
        groups = [("", BY_EMAIL), *self.groups.items()]
        self.fields["customer_group"].choices = groups  # type: ignore[attr-defined]  # see above

    def chosen_group(self, typed: str, *, email: str) -> str:
        """Return the code `typed`, else the group of the customer with this `email`, NOT LOGGED IN for a guest."""
        if typed in self.groups:
            return typed
        known = Customer.objects.filter(user__email__iexact=email.replace("\0", "").strip()).order_by("pk")
        found = known.values_list("group__code", flat=True).first() if email.strip() else None
        return found or NOT_LOGGED_IN

    def chosen_website(self, typed: str) -> Website:
        """Return the website with the id `typed`, else the default one."""
        return self.websites.get(typed) or next(iter(self.websites.values()))
