"""The forms of one checkout: those that its cart and the payment provider call for."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone

from backorders.forms.address_form import AddressForm
from backorders.forms.card_form import CardForm
from backorders.forms.checkout_form import CheckoutForm
from backorders.models import Order
from backorders.queries.payment_asks_for_card import payment_asks_for_card
from backorders.rules.address import Address
from backorders.rules.payment_method import PaymentMethod

CONTACT = ("email", "customer_name")


@dataclass(frozen=True)
class CheckoutForms:
    """`address` is None when nothing is shipped, `card` when the payment provider asks for the card on a page of its own."""

    contact: CheckoutForm
    address: AddressForm | None
    card: CardForm | None

    @property
    def are_valid(self) -> bool:
        """Whether everything that is needed was typed."""
        return all(form.is_valid() for form in self._judged)

    @property
    def have_errors(self) -> bool:
        """Whether a field is marked."""
        return any(form.errors for form in self._judged)

    @property
    def problems(self) -> tuple[tuple[str, str, str], ...]:
        """The marked fields in the page's order, as (id, label, what is wrong)."""
        return tuple(
            (str(field.id_for_label or field.auto_id), str(field.label), str(field.errors[0]))
            for form in self._judged
            for field in form
            if field.errors
        )

    @property
    def ship_to(self) -> Address | None:
        """Where the goods of a valid checkout go."""
        return None if self.address is None else self.address.address()

    @property
    def _judged(self) -> list[CheckoutForm | AddressForm | CardForm]:
        """The card only when it was posted to pay with."""
        card = self.card if self.card is not None and self.card.is_bound else None
        return [form for form in (self.contact, self.address, card) if form is not None]


def checkout_forms(posted: QueryDict | None, *, ships: bool, again: Order | None = None) -> CheckoutForms:
    """Return the forms, filled with what was `posted` (None: not yet). A card that is not paid with is not looked at.

    `again` is an order whose payment was refused: contact and address begin with its own, the card never.
    """
    typed = {} if again is None else {name: getattr(again, name) for name in (*CONTACT, *AddressForm.base_fields)}
    pays_by_card = posted is not None and posted.get("payment_method") != PaymentMethod.CHECK_MONEY_ORDER
    return CheckoutForms(
        contact=CheckoutForm(posted, initial=typed),
        address=AddressForm(posted, initial=typed) if ships else None,
        card=CardForm(posted if pays_by_card else None, today=timezone.localdate())
        if payment_asks_for_card()
        else None,
    )
