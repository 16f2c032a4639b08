"""The steps of the checkout: its forms, what is offered to pay by, a refusal remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.cart import close_cart
from backorders.actions.pay_order import PaymentDetailsNeeded, PaymentFailed, PaymentNotYours, pay_order
from backorders.actions.save_address import save_address
from backorders.actions.steps.unpaid_checks import TooManyChecks
from backorders.forms.asked_terms import AskedTerms
from backorders.forms.checkout_form import AddressForm, CardForm, CheckoutForm
from backorders.forms.terms_form import ConsentForm, ShippingForm
from backorders.models import Order, Payment, SavedAddress
from backorders.queries.payment import payment_asks_for_card
from backorders.rules.address import Address
from backorders.rules.payment import UNANSWERED, PaymentMethod, method_title
from backorders.storefront.shop_frame import cart_token, remember_cart, signed_in_staff
from catalog.rules.in_force import Configuration
from catalog.rules.sales_settings import CHECK_ACTIVE, CHECK_LEAST_TOTAL, CHECK_MOST_TOTAL
from catalog.storefront.current_store import CurrentStore, confirmed_email


@dataclass(frozen=True)
class CheckoutForms:
    """`address` is None when nothing is shipped, `card` when the payment provider asks for the card on a page of its own.

    `shipping` is None where there is nothing to choose, `consent` where nothing comes late.
    """

    contact: CheckoutForm
    address: AddressForm | None
    card: CardForm | None
    shipping: ShippingForm | None = None
    consent: ConsentForm | None = None

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
    def _judged(self) -> list[forms.Form]:
        """All in the page's order; the card only when it was posted to pay with."""
        card = self.card if self.card is not None and self.card.is_bound else None
        every = (self.contact, self.address, self.shipping, card, self.consent)
        return [form for form in every if form is not None]


def begins_with(request: HttpRequest) -> Mapping[str, str]:
    """Return what contact and address begin with: those of an order whose payment was refused here; else those of the account.

    No address of other orders with this e-mail: anybody may have typed it, and goods would go where he pleases.
    """
    known: Order | SavedAddress | None = refused_order(request)
    if known is None and request.user.is_authenticated:
        known = SavedAddress.objects.filter(user=request.user.pk).first()
    email = confirmed_email(request) or getattr(known, "email", "")
    begun = {name: getattr(known, name) for name in ("customer_name", *AddressForm.base_fields)} if known else {}
    return {**begun, "email": email}


def remember_address(request: HttpRequest, typed: CheckoutForms) -> None:
    """Keep where goods are sent for the next checkout of who is signed in. Nothing of guests."""
    if isinstance(request.user, User) and typed.ship_to is not None:
        name = typed.contact.cleaned_data["customer_name"]
        save_address(user=request.user, customer_name=name, address=typed.ship_to)


def checkout_forms(
    posted: QueryDict | None, *, ships: bool, begun: Mapping[str, str] | None = None, asked: AskedTerms
) -> CheckoutForms:
    """Return the forms, filled with what was `posted` (None: not yet), else with what is known (`begun`).

    A card that is not paid with is not looked at, and none is ever known.
    """
    typed = dict(begun or {})
    pays_by_card = posted is not None and posted.get("payment_method") != PaymentMethod.CHECK_MONEY_ORDER
    return CheckoutForms(
        contact=CheckoutForm(posted, initial=typed),
        address=AddressForm(posted, initial=typed) if ships else None,
        card=CardForm(posted if pays_by_card else None, today=timezone.localdate())
        if payment_asks_for_card()
        else None,
        shipping=ShippingForm(posted, choices=asked.choices(), initial={"shipping": asked.default.value})
        if asked.has_choice
        else None,
        consent=ConsentForm(posted, text=asked.consent) if asked.consent else None,
    )


def methods_of(store: CurrentStore, *, total: Decimal) -> dict[PaymentMethod, str]:
    """Return the payment methods that the website offers for an order of `total`, in its currency, with their titles."""
    offered = store.configuration.flag(CHECK_ACTIVE) and takes_checks_of(total, store.configuration)
    return {
        method: method_title(method, store.configuration)
        for method in PaymentMethod
        if offered or not method.is_offline
    }


def takes_checks_of(total: Decimal, configuration: Configuration) -> bool:
    """Return whether an order of `total` is neither too small nor too large to be paid by check; both bounds are inclusive."""
    least, most = configuration.number(CHECK_LEAST_TOTAL), configuration.number(CHECK_MOST_TOTAL)
    return total >= least and (not most or total <= most)


def mark_too_many(typed: CheckoutForms, refused: TooManyChecks, *, title: str) -> None:
    """Mark the payment method, called `title`, of a checkout that was refused: too many orders wait for a check already."""
    orders = f"{refused.waiting} orders already wait" if refused.waiting > 1 else "1 order already waits"
    who = "from your network" if refused.is_network else f"with {typed.contact.cleaned_data['email']}"
    typed.contact.add_error(
        "payment_method",
        f"We cannot take one more order by {title}: {orders} for payment {who}. Please choose {PaymentMethod.CARD.label}, pay for "
        "an order that waits, or call us: we take the order for you.",
    )


NO_ANSWER = (
    "The payment provider did not answer, and nothing was charged. Your order is kept: please try again in a moment."
)


def payment_step(request: HttpRequest, order: Order, details: Mapping[str, str]) -> HttpResponse:
    """Pay `order` with the posted card, close its cart and send the shopper to the order's page, which says how it went.

    An order that has its answer from the bank already is not charged again. One to be paid offline waits for its money, and
    its page says where to send it. A provider that does not answer leaves the order to be paid on its page.
    """
    payment = _to_pay(order)
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    if payment.variant != PaymentMethod.CHECK_MONEY_ORDER:
        try:
            # The cart of this browser is this visitor's own, whoever he is; any other order is paid by who has its link.
            is_own = cart_token(request, order.website) == order.checkout
            address = pay_order(
                payment=payment,
                details=details,
                by=None if is_own or payment.status not in UNANSWERED else signed_in_staff(request),
                is_through_link=not is_own,
                now=timezone.now(),
            )
        except PaymentDetailsNeeded:
            return redirect(address)
        except PaymentNotYours as refusal:
            messages.error(request, str(refusal))
            return redirect(address)
        except PaymentFailed:
            messages.error(request, NO_ANSWER)
            return redirect(address)
    token = close_cart(order=order)
    if token is not None:
        remember_cart(request, order.website, token)
        remember_refused(request, order)
    return redirect(address)


def _to_pay(order: Order) -> Payment:
    """Return the card that waits for an answer: an order that was shipped unpaid, or edited, may have several payments."""
    if order.placed_payment is not None:
        pk, variant = order.placed_payment
        return Payment(pk=pk, order=order, variant=variant)
    payments = list(order.payments.order_by("pk"))
    return next((each for each in payments if each.status in UNANSWERED and not each.is_offline), payments[-1])


KEY = "refused-order"


def remember_refused(request: HttpRequest, order: Order) -> None:
    """Keep `order`, by the token in its address, for the next checkout of this visitor."""
    request.session[KEY] = str(order.checkout)


def refused_order(request: HttpRequest) -> Order | None:
    """Return the order that was kept, None when there is none. No query then."""
    kept = request.session.get(KEY)
    try:
        return Order.objects.filter(checkout=kept).first() if kept else None
    except ValidationError:
        return None
