"""A shop that is paid through Stripe, stubbed where its library would open a connection."""

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
import stripe
from django.test import Client
from payments import core
from pytest_django.fixtures import Settings

from backorders.models import Payment
from inventory_site.stripe_provider import to_stripe

SECRET = "whsec_of_the_tests"
PAGE = "https://checkout.stripe.com/c/pay/cs_1"


class StripeShop:
    """Stands for Stripe: keeps what was asked of it, and calls back with its signature."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sessions: list[dict[str, Any]] = []
        self.refunds: list[dict[str, Any]] = []
        self.fails_with: stripe.StripeError | None = None
        self.page = PAGE  # where the shopper pays
        settings.PAYMENT_VARIANTS = {
            "card": ("inventory_site.stripe_provider.StripeProvider", {"api_key": "sk_test", "endpoint_secret": SECRET})
        }
        monkeypatch.setattr(core, "PROVIDER_CACHE", {})
        monkeypatch.setattr(stripe.checkout.Session, "create", self._create_session)
        monkeypatch.setattr(stripe.Refund, "create", self._create_refund)

    def _create_session(self, **asked: Any) -> stripe.StripeObject:
        if self.fails_with is not None:
            raise self.fails_with
        self.sessions.append(asked)
        return stripe.checkout.Session.construct_from(
            {"id": "cs_1", "url": self.page, "status": "open", "payment_intent": None}, "sk_test"
        )

    def _create_refund(self, **asked: Any) -> stripe.StripeObject:
        if self.fails_with is not None:
            raise self.fails_with
        self.refunds.append(asked)
        return stripe.Refund.construct_from({"id": "re_1", "amount": asked["amount"]}, "sk_test")

    def message(self, payment: Payment, outcome: str) -> dict[str, Any]:
        """Return the event that Stripe sends for a session that was `paid`, is `unpaid` yet, or `expired`."""
        session = {
            "id": "cs_1",
            "object": "checkout.session",
            "client_reference_id": payment.token,
            "status": "expired" if outcome == "expired" else "complete",
            "payment_status": "paid" if outcome == "paid" else "unpaid",
            "payment_intent": None if outcome == "expired" else "pi_1",
            "amount_total": to_stripe(payment.total, payment.currency),
            "currency": payment.currency.lower(),
        }
        kind = "expired" if outcome == "expired" else "completed"
        return {"id": "evt_1", "object": "event", "type": f"checkout.session.{kind}", "data": {"object": session}}

    def tell(self, client: Client, payment: Payment, outcome: str) -> int:
        """Call back about `payment` and return the answer's status."""
        return self.send(client, json.dumps(self.message(payment, outcome)))

    def send(self, client: Client, body: str, *, secret: str = SECRET, address: str = "/payments/process/card/") -> int:
        """Post `body`, signed with `secret`."""
        now = int(time.time())
        signature = stripe.WebhookSignature._compute_signature(f"{now}.{body}", secret)  # noqa: SLF001  Stripe signs so
        signed = {"Stripe-Signature": f"t={now},v1={signature}"}
        return post(client, address, body, headers=signed)


def post(client: Client, address: str, body: str, *, headers: Mapping[str, str] | None = None) -> int:
    """Post a body to `address` and return the answer's status."""
    return client.post(address, body, content_type="application/json", headers=dict(headers or {})).status_code
