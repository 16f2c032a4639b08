"""The demo's card processor: django-payments' dummy provider with a card form instead of a list of outcomes."""

from collections.abc import Mapping
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from payments import PaymentError, PaymentStatus, RedirectNeeded
from payments.dummy import DummyProvider

from backorders.forms.checkout_form import CardForm
from backorders.models import Payment

REFUSED_CARD = "4000000000000002"


class DemoCardProvider(DummyProvider):
    """Authorises every valid card but one, and captures at once, for backordered lines too (the guide)."""

    # `payment_asks_for_card`: the checkout shows the card's fields.
    asks_for_card = True
    # `manage.py tell_payment` may speak for it: no real money is behind its messages.
    is_simulated = True
    # It moves no money, so that asking twice does nothing twice.
    keeps_request_keys = True

    def get_form(self, payment: Payment, data: Mapping[str, Any] | None = None) -> CardForm:
        """Return the card form, or raise `RedirectNeeded` once the payment was made or refused."""
        form = CardForm(data, today=timezone.localdate())
        if not form.is_valid():
            return form
        if form.cleaned_data["card_number"] == REFUSED_CARD:
            payment.change_status(PaymentStatus.REJECTED, "Your card was declined.")
        else:
            payment.captured_amount = payment.total
            payment.change_status(PaymentStatus.CONFIRMED)
        raise RedirectNeeded(payment.order_address)

    def process_data(self, payment: Payment, request: HttpRequest) -> HttpResponseRedirect:
        """Send a visitor of the callback address to the order: the dummy's own callback would believe what the address says."""
        del request
        return HttpResponseRedirect(payment.order_address)

    def get_token_from_request(self, payment: Payment | None, request: HttpRequest) -> NoReturn:
        """Refuse: nobody calls back for the demo."""
        del payment, request
        raise PaymentError("The demo's card provider takes no messages.", code=400)
