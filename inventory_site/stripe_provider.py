"""Payments at Stripe: what is asked, what is told, and amounts in its smallest units."""

import logging
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import stripe
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from payments import PaymentError, PaymentStatus
from payments.stripe import StripeProviderV3

from backorders.actions.record_provider_event import Told, TooEarly, record_provider_event
from backorders.models import Payment
from backorders.rules.payment import ProviderEventKind as Kind
from catalog.rules.money import WITH_THREE_PLACES
from inventory_site.provider_patience import PATIENCE

log = logging.getLogger(__name__)
# Stripe's own eighty seconds, twice repeated, would hold a thread of the shop for minutes. Who pays is told that there was no
# answer, and may try again.
stripe.default_http_client = stripe.RequestsClient(timeout=PATIENCE)
stripe.max_network_retries = 0
SESSION = "checkout.session."
# Nobody knows what became of the request: no refusal. The same request is asked again under its key.
UNANSWERED = (stripe.APIConnectionError, stripe.APIError, stripe.IdempotencyError, stripe.RateLimitError)


class StripeProvider(StripeProviderV3):
    """Stripe's payment page, asked for exact amounts; its messages count for their own session, amount and currency only."""

    # A request that comes again with its key (Stripe's Idempotency-Key, kept for a day at least) is done once.
    keeps_request_keys = True

    def convert_amount(self, currency: str, amount: Any) -> int:
        """Return `amount` in Stripe's smallest units. Raises `PaymentError` for one that Stripe cannot take."""
        return to_stripe(amount, currency)

    def refund(self, payment: Payment, amount: Any = None) -> Any:
        """Give money back, under our name of the refund, by which its messages are known, and once for each key of a request.

        Raises `PaymentError` when Stripe refused, and Stripe's own error when it did not answer.
        """
        intent = payment.reference or (getattr(payment.attrs, "session", None) or {}).get("payment_intent")
        if payment.status != PaymentStatus.CONFIRMED or not intent:
            raise PaymentError("Only a confirmed payment can be refunded.")
        stripe.api_key = self.api_key
        count = to_stripe(amount or payment.total, payment.currency)
        about = {"refund": str(payment.asked_refund)} if payment.asked_refund else {}
        key: dict[str, Any] = {"idempotency_key": payment.request_key} if payment.request_key else {}
        try:
            stripe.Refund.create(
                payment_intent=intent, amount=count, reason="requested_by_customer", metadata=about, **key
            )
        except UNANSWERED:
            raise
        except stripe.StripeError as error:
            raise PaymentError(str(error)) from error
        return amount or payment.total

    def cancel(self, payment: Payment, amount: Any = None) -> None:
        """Close the payment page. Raises `PaymentError` when Stripe refuses, as for one that is closed, else Stripe's own error."""
        del amount
        if not payment.transaction_id:
            return
        stripe.api_key = self.api_key
        try:
            stripe.checkout.Session.expire(payment.transaction_id)
        except UNANSWERED:
            raise
        except stripe.StripeError as error:
            raise PaymentError(str(error)) from error

    def get_token_from_request(self, payment: Payment | None, request: HttpRequest) -> Any:
        """Return the token of the payment that the message is about: by its session, or by the money that a refund is of."""
        del payment
        about = self.return_event_payload(request)["data"]["object"]
        if "client_reference_id" in about:
            return about["client_reference_id"]
        intent = about["payment_intent"]
        found = Payment.objects.filter(reference=intent).values_list("token", flat=True).first() if intent else None
        # Nobody's token: money of another program, or a message that came before the one about the payment.
        return found or intent

    def process_data(self, payment: Payment, request: HttpRequest) -> JsonResponse:
        """Carry the message over to the payment and its order. One that is too early is refused: Stripe sends it again."""
        event = self.return_event_payload(request)
        about = event["data"]["object"]
        if event["type"].startswith(SESSION):
            if about["id"] != payment.transaction_id:
                log.warning("Stripe's session %s is not the one of payment %s", about["id"], payment.pk)
                return JsonResponse({"status": "Not the session of this payment."})
            if about["status"] == "expired":
                if payment.status != PaymentStatus.CANCELLED:
                    payment.change_status(PaymentStatus.REJECTED)
                return JsonResponse({"status": "OK"})
            payment.reference = about.get("payment_intent") or payment.reference
            payment.attrs.session = about
            payment.save()
        try:
            for told in told_by(event):
                record_provider_event(payment=payment, told=told, now=timezone.now())
        except TooEarly as error:
            return JsonResponse({"error": str(error)}, status=409)
        return JsonResponse({"status": "OK"})


DISPUTES = {
    "charge.dispute.created": Kind.DISPUTE_OPENED,
    "charge.dispute.funds_withdrawn": Kind.DISPUTE_OPENED,
    "charge.dispute.funds_reinstated": Kind.DISPUTE_WON,
}
CLOSED = {"won": Kind.DISPUTE_WON, "lost": Kind.DISPUTE_LOST}


def told_by(event: Mapping[str, Any]) -> Iterator[Told]:
    """Yield what `event` says about money; nothing for messages about anything else."""
    name, about = event["type"], event["data"]["object"]
    if name == "checkout.session.async_payment_failed":
        yield _told(Kind.FAILED, event, about, about["amount_total"], message="The bank refused the payment.")
    elif name.startswith("checkout.session.") and about["payment_status"] == "paid":
        yield _told(Kind.CAPTURED, event, about, about["amount_total"])
    elif name in {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}:
        yield _refund(event, about)
    elif name == "charge.refunded":
        # Older versions of Stripe's API list the refunds with the charge; newer ones tell of each by itself, too.
        listed = (about.get("refunds") or {}).get("data") or ()
        yield from (_refund(event, refund) for refund in listed)
        if not listed:
            yield _told(Kind.REFUNDED_IN_ALL, event, about, about["amount_refunded"], reference=about["id"])
    elif name.startswith("charge.dispute."):
        yield from _dispute(event, about)


def _refund(event: Mapping[str, Any], refund: Mapping[str, Any]) -> Told:
    failed = refund.get("status") in {"failed", "canceled"}
    own = str((refund.get("metadata") or {}).get("refund", ""))
    return _told(
        Kind.REFUND_FAILED if failed else Kind.REFUNDED,
        event,
        refund,
        refund["amount"],
        reference=refund["id"],
        own_refund=int(own) if own.isdecimal() else None,
        message=str(refund.get("failure_reason") or ""),
    )


def _dispute(event: Mapping[str, Any], dispute: Mapping[str, Any]) -> Iterator[Told]:
    status = str(dispute.get("status") or "")
    if status.startswith("warning"):
        # An inquiry: no money moves, and when it is closed nothing has happened.
        kind = Kind.DISPUTE_ASKED if event["type"] == "charge.dispute.created" else None
    else:
        kind = CLOSED.get(status) if event["type"] == "charge.dispute.closed" else DISPUTES.get(event["type"])
    if kind is not None:
        yield _told(kind, event, dispute, dispute["amount"], reference=dispute["id"])


def _told(kind: Kind, event: Mapping[str, Any], about: Mapping[str, Any], count: int, **more: Any) -> Told:
    currency = str(about["currency"]).upper()
    return Told(
        kind=kind,
        key=f"stripe:{event['id']}:{about['id']}",
        amount=from_stripe(int(count), currency),
        currency=currency,
        **more,
    )


# https://docs.stripe.com/currencies: what Stripe counts in whole units. It counts ISK and UGX in hundredths, unlike ISO 4217.
COUNTED_WHOLE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)


def smallest_unit(currency: str) -> Decimal:
    """Return what Stripe counts `currency` in: a yen, a cent, a fils."""
    code = currency.upper()
    return Decimal(1) if code in COUNTED_WHOLE else Decimal("0.001") if code in WITH_THREE_PLACES else Decimal("0.01")


def to_stripe(amount: Decimal, currency: str) -> int:
    """Return `amount` in Stripe's smallest units. Raises `PaymentError` for one that Stripe cannot take: nothing is rounded."""
    count = amount / smallest_unit(currency)
    # The last of three places has to be 0 there.
    step = 10 if currency.upper() in WITH_THREE_PLACES else 1
    if count % step:
        raise PaymentError(f"Stripe takes {currency} in steps of {smallest_unit(currency) * step}, not {amount}.")
    return int(count)


def from_stripe(count: int, currency: str) -> Decimal:
    """Return the amount that Stripe tells as `count` of its smallest units."""
    return count * smallest_unit(currency)
