"""Stripe as django-payments knows it, with exact amounts, and with what moves there outside the shop."""

import logging
from typing import Any

import stripe
from django.http import HttpRequest, JsonResponse
from payments import PaymentError, PaymentStatus
from payments.stripe import StripeProviderV3

from backorders.actions.record_provider_event import TooEarly, record_provider_event
from backorders.models import Payment
from inventory_site.provider_patience import PATIENCE
from inventory_site.stripe_amounts import to_stripe
from inventory_site.stripe_messages import told_by

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
                record_provider_event(payment=payment, told=told)
        except TooEarly as error:
            return JsonResponse({"error": str(error)}, status=409)
        return JsonResponse({"status": "OK"})
