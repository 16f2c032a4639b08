"""The card provider under proof: it asks the bank of the run, which may be slow, silent, double or late."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

import requests
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from payments import PaymentError, RedirectNeeded
from payments.core import BasicProvider

from backorders.actions.record_provider_event import Told, TooEarly, record_provider_event
from backorders.forms.checkout_form import CardForm
from backorders.models import Payment
from backorders.rules.payment import ProviderEventKind

PENDING = "pending"


class BankProvider(BasicProvider):  # type: ignore[misc]  # django-payments carries no types
    """Asks for the card, then the bank for the money; an answer counts once, whether it comes at once, later, or both."""

    asks_for_card = True
    # The bank does a request once for each key.
    keeps_request_keys = True

    def __init__(self, *, bank: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._bank = bank

    def get_form(self, payment: Payment, data: Mapping[str, Any] | None = None) -> CardForm:
        """Return the card form, or raise `RedirectNeeded` when the bank was asked. An `OSError` is no answer."""
        form = CardForm(data, today=timezone.localdate())
        if not form.is_valid():
            return form
        # Before it is asked: when there is no answer, or not yet, the bank may have charged this amount all the same.
        payment.transaction_id = f"bank:{payment.token}"
        payment.save(update_fields=("transaction_id",))
        answer = self._ask("charge", {"token": payment.token, "amount": payment.total, "currency": payment.currency})
        if answer["kind"] != PENDING:
            record_provider_event(payment=payment, told=told_by(answer), now=timezone.now())
        raise RedirectNeeded(payment.order_address)

    def refund(self, payment: Payment, amount: Decimal | None = None) -> Decimal:
        """Give money back, once for each key. Raises `PaymentError` when the bank refuses."""
        units = payment.total if amount is None else amount
        about = {"refund": payment.asked_refund, "key": payment.request_key, "currency": payment.currency}
        answer = self._ask("refund", {"token": payment.token, "amount": units, **about})
        if answer["kind"] == "refused":
            raise PaymentError("The bank refused.")
        return units

    def get_token_from_request(self, payment: Payment | None, request: HttpRequest) -> NoReturn:
        """Refuse: the bank calls the address of the payment."""
        del payment, request
        raise PaymentError("The bank calls the address of the payment.", code=400)

    def process_data(self, payment: Payment, request: HttpRequest) -> JsonResponse:
        """Take a message of the bank. One that is too early is sent again."""
        try:
            record_provider_event(payment=payment, told=told_by(json.loads(request.body)), now=timezone.now())
        except TooEarly as error:
            return JsonResponse({"error": str(error)}, status=409)
        return JsonResponse({"status": "OK"})

    def _ask(self, what: str, about: dict[str, Any]) -> dict[str, Any]:
        # The site's own patience with providers holds: no time is named here.
        answer = requests.post(  # noqa: S113
            f"{self._bank}/{what}", data=json.dumps(about, default=str), headers={"Content-Type": "application/json"}
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def told_by(answer: Mapping[str, Any]) -> Told:
    """Return what an answer or a message of the bank says of money."""
    own = answer.get("refund")
    return Told(
        ProviderEventKind(answer["kind"]),
        f"bank:{answer['event']}",
        Decimal(answer["amount"]),
        answer["currency"],
        reference=str(answer.get("reference", "")),
        own_refund=None if own is None else int(own),
    )
