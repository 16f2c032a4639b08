"""What is asked of a shopper at the checkout whose cart waits for units: how it ships, and whether he agrees to a late day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorders.forms.terms_form import ShippingForm
from backorders.queries.cart_lines import JudgedLine
from backorders.rules.consent import is_asked
from backorders.rules.placing import Terms
from backorders.rules.shipping_choice import ShippingChoice, is_partly_owed
from backorders.words.consent import consent_in_words
from backorders.words.shipping_choice import LABELS, choice_in_words
from catalog.rules import configuration as declared
from catalog.rules.in_force import Configuration
from catalog.rules.promised_day import latest_day
from catalog.rules.quantity import ZERO
from catalog.rules.waiting_settings import CONSENT_BEYOND, SHIPS_BY_DEFAULT


@dataclass(frozen=True)
class AskedTerms:
    """`consent` is the text to agree to, about so many days; empty: nobody is asked. `ships_on` is when the last goods come.

    `has_choice`: some goods are there and others are not, and the shopper is told so.
    """

    has_choice: bool
    default: ShippingChoice
    ships_on: date | None
    consent: str
    consent_days: Decimal

    def choices(self) -> tuple[tuple[str, str, str], ...]:
        """Return (value, label, what it means) of both ways to ship."""
        return tuple((each.value, LABELS[each], choice_in_words(each, self.ships_on)) for each in ShippingChoice)

    def terms(self, shipping: ShippingForm | None) -> Terms:
        """Return what an order keeps, of valid forms. Without a choice it ships what is ready, which is all of it or nothing."""
        chosen = ShippingChoice.READY if shipping is None else shipping.choice
        return Terms(
            ships_complete=chosen.ships_complete,
            consent=self.consent,
            consent_days=self.consent_days if self.consent else None,
        )


def asked_terms(lines: Sequence[JudgedLine], configuration: Configuration, *, today: date) -> AskedTerms:
    """Return what is asked for judged lines that can all be bought."""
    is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    goods = [line for line in lines if not line.product.is_virtual]
    owed = {line.pk: line.availability.owed_if(line.quantity) for line in lines}
    days = {line.pk: line.availability.day_if(line.quantity, today=today) for line in lines if owed[line.pk]}
    told = any(is_displayed or line.availability.notifies for line in goods if owed[line.pk])
    within = configuration.number(CONSENT_BEYOND)
    late = [pk for pk, day in days.items() if is_asked(owed[pk], day, within=within, today=today)]
    is_part = sum(owed.values(), ZERO) < sum((line.quantity for line in lines), ZERO)
    last = latest_day(days[pk] for pk in late)
    return AskedTerms(
        has_choice=told and is_partly_owed((line.quantity, owed[line.pk]) for line in goods),
        default=ShippingChoice(configuration.text(SHIPS_BY_DEFAULT)),
        ships_on=latest_day(days[line.pk] for line in goods if line.pk in days),
        consent=consent_in_words(last, within=within, is_part=is_part) if late else "",
        consent_days=within,
    )
