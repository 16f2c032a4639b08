"""What a shopper types at the checkout: who, where to, by which card.

What he types about himself goes into a mail to whatever address he typed: it must lead nowhere.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_countries import countries

from backorders.rules.address import LONGEST, Address, names_web_address, postcode_needed
from backorders.rules.payment import PaymentMethod
from catalog.forms.fields import LineField, refuse_misleading_line

# 07/29, 7/29, 07/2029, 07-29; without a mark in between the month has two digits: 0729, 072029.
EXPIRY = re.compile(r"(?:([0-9]{1,2})[/.-]|([0-9]{2}))(?:20)?([0-9]{2})", re.ASCII)


class CardForm(forms.Form):
    """Card number, expiry and security code. `today` decides whether the card has expired; nothing of it is ever stored."""

    card_number = forms.CharField(
        label="Card number",
        max_length=23,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-number"}),
    )
    card_expiry = forms.CharField(
        label="Expiry date",
        max_length=15,
        help_text="Month and year, as on the card: 07/29 or 07/2029.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-exp"}),
    )
    card_cvc = forms.CharField(
        label="Security code",
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-csc", "placeholder": "CVC"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day to judge the expiry by."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_card_number(self) -> str:
        """Return the digits of a number that passes the Luhn check."""
        digits = re.sub(r"[ -]", "", self.cleaned_data["card_number"])
        if not re.fullmatch(r"[0-9]{12,19}", digits) or not _passes_luhn(digits):
            raise forms.ValidationError("Please enter a valid card number.")
        return digits

    def clean_card_expiry(self) -> str:
        """Return the expiry as MM/YY; a card is good through the last day of its month."""
        match = EXPIRY.fullmatch(re.sub(r"\s", "", self.cleaned_data["card_expiry"]))
        month = 0 if match is None else int(match[1] or match[2])
        if match is None or not 1 <= month <= 12:  # noqa: PLR2004  months of a year
            raise forms.ValidationError("Please enter the expiry date as MM/YY.")
        year = 2000 + int(match[3])
        if (year, month) < (self.today.year, self.today.month):
            raise forms.ValidationError("This card has expired.")
        return f"{month:02}/{year % 100:02}"

    def clean_card_cvc(self) -> str:
        """Return the three or four digits."""
        code: str = self.cleaned_data["card_cvc"].strip()
        if not re.fullmatch(r"[0-9]{3,4}", code):
            raise forms.ValidationError("Please enter the three or four digits of the security code.")
        return code

    def forget_card(self) -> None:
        """Leave number and security code out of the page that asks again: whoever opens it later reads no card."""
        if self.is_bound:
            # Judged with them: the page must not call missing what was typed.
            self.is_valid()
            self.data = {name: value for name, value in self.data.items() if name not in {"card_number", "card_cvc"}}


def _passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if position % 2 else 1) for position, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


NO_LINKS = "Please leave out web and e-mail addresses here."


def refuse_web_address(text: str) -> None:
    """Raise `ValidationError` for what a mail program would make a link of."""
    if names_web_address(text):
        raise ValidationError(NO_LINKS)


CHOOSE_METHOD = "Please select a payment method."


class CheckoutForm(forms.Form):
    """Contact and payment method."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        validators=[refuse_misleading_line],
        help_text="For the order confirmation.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    customer_name = LineField(
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


def _text(label: str, part: str, autocomplete: str, *, required: bool = True) -> forms.CharField:
    return LineField(
        label=label,
        max_length=LONGEST[part],
        required=required,
        validators=[refuse_web_address],
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


@lru_cache(maxsize=4)
def _options(choices: tuple[tuple[str, str], ...]) -> str:
    """Return the HTML of options of which none is chosen."""
    return format_html_join("", '<option value="{}">{}</option>', choices)


class PlainSelect(forms.Select):
    """Django's list without groups, its options written once: a template for each of 250 countries took half of the page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the HTML that Django's templates would make."""
        del renderer
        about = self.get_context(name, value, attrs)["widget"]
        options = _options(tuple((str(key), str(label)) for key, label in self.choices))
        for key in about["value"]:
            chosen = format_html('<option value="{}"', key)
            options = options.replace(f"{chosen}>", f"{chosen} selected>")
        select = format_html('<select name="{}"{}>', about["name"], flatatt(about["attrs"]))
        return SafeString(f"{select}{options}</select>")

    def optgroups(self, *_: Any, **__: Any) -> list[Any]:
        """Return nothing: they are written here."""
        return []


@cache
def _countries() -> list[tuple[str, str]]:
    """Return (code, name) of each, sorted by name: the shop speaks one language."""
    return [("", "Please select a country"), *countries]


class AddressForm(forms.Form):
    """Where the goods go. The labels are the reference's; browsers fill it by its autocomplete names."""

    street = _text("Street Address", "street", "shipping address-line1")
    postcode = _text("Zip/Postal Code", "postcode", "shipping postal-code", required=False)
    city = _text("City", "city", "shipping address-level2")
    country = forms.ChoiceField(
        label="Country",
        choices=_countries,
        error_messages={
            "required": "Please select a country.",
            "invalid_choice": "Please select a country from the list.",
        },
        widget=PlainSelect(attrs={"autocomplete": "shipping country"}),
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
