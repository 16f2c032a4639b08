"""What is asked before an order that waits for units, by checkout and staff alike: how it ships, and consent to a late day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from backorders.forms.terms_form import ShippingForm
from backorders.rules.consent import is_asked
from backorders.rules.placing import Terms
from backorders.rules.shipping_choice import ShippingChoice, is_partly_owed
from backorders.words.consent import consent_in_words
from backorders.words.shipping_choice import LABELS, choice_in_words
from catalog.models import Product
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability
from catalog.rules.in_force import Configuration
from catalog.rules.promised_day import latest_day
from catalog.rules.quantity import ZERO
from catalog.rules.waiting_settings import CONSENT_BEYOND, SHIPS_BY_DEFAULT


@dataclass(frozen=True)
class AskedTerms:
    """`consent` is the text to agree to, empty: nobody is asked.

    `within` are the days that need none, `until` is when the last of what comes later comes (None: nobody knows), `ships_on` when
    the last goods do. `has_choice`: some goods are there and others are not, and the shopper is told so.
    """

    has_choice: bool
    default: ShippingChoice
    ships_on: date | None
    consent: str
    within: Decimal
    until: date | None

    def choices(self) -> tuple[tuple[str, str, str], ...]:
        """Return (value, label, what it means) of both ways to ship."""
        return tuple((each.value, LABELS[each], choice_in_words(each, self.ships_on)) for each in ShippingChoice)

    def terms(self, shipping: ShippingForm | None) -> Terms:
        """Return what an order keeps, of valid forms. Without a choice it ships what is ready, which is all of it or nothing."""
        chosen = ShippingChoice.READY if shipping is None else shipping.choice
        return Terms(
            ships_complete=chosen.ships_complete,
            consent=self.consent,
            within=self.within,
            until=self.until,
        )


class WantedLine(Protocol):
    """What is wanted of one product: a line of a cart, or an item that staff typed."""

    @property
    def product(self) -> Product:
        """What is wanted."""
        ...

    @property
    def quantity(self) -> Decimal:
        """How many units."""
        ...

    @property
    def availability(self) -> Availability:
        """What is told of it now."""
        ...


def asked_terms(lines: Sequence[WantedLine], configuration: Configuration, *, today: date) -> AskedTerms:
    """Return what is asked for lines, of a product each, that can all be bought."""
    is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    goods = [line for line in lines if not line.product.is_virtual]
    owed = {line.product.pk: line.availability.owed_if(line.quantity) for line in lines}
    days = {
        line.product.pk: line.availability.day_if(line.quantity, today=today) for line in lines if owed[line.product.pk]
    }
    told = any(is_displayed or line.availability.notifies for line in goods if owed[line.product.pk])
    within = configuration.number(CONSENT_BEYOND)
    late = [pk for pk, day in days.items() if is_asked(owed[pk], day, within=within, today=today)]
    is_part = sum(owed.values(), ZERO) < sum((line.quantity for line in lines), ZERO)
    last = latest_day(days[pk] for pk in late)
    return AskedTerms(
        has_choice=told and is_partly_owed((line.quantity, owed[line.product.pk]) for line in goods),
        default=ShippingChoice(configuration.text(SHIPS_BY_DEFAULT)),
        ships_on=latest_day(days[line.product.pk] for line in goods if line.product.pk in days),
        consent=consent_in_words(last, within=within, is_part=is_part) if late else "",
        within=within,
        until=last,
    )
