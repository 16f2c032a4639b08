"""A payment provider that does not answer is waited for ten seconds in all, and asked once."""

import socket

import pytest
import stripe
from django.test import Client
from payments import core
from pytest_django.fixtures import Settings

from backorders.models import Order
from backorders.storefront.payment_step import NO_ANSWER
from inventory_site import stripe_provider
from tests.backorders.test_checkout import cart_with, submit


def test_stripe_is_waited_for_ten_seconds_in_all_and_asked_once() -> None:
    assert stripe_provider.SECONDS_TO_CONNECT + stripe_provider.SECONDS_TO_ANSWER == 10
    assert stripe.default_http_client._timeout == (3, 7)  # type: ignore[union-attr]  # noqa: SLF001
    assert stripe.max_network_retries == 0


@pytest.mark.django_db
def test_a_provider_that_never_answers_leaves_the_order_to_be_paid(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PAYMENT_VARIANTS = {
        "card": ("inventory_site.stripe_provider.StripeProvider", {"api_key": "sk_test", "endpoint_secret": "whsec"})
    }
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})
    cart_with(client)
    monkeypatch.setattr(stripe, "default_http_client", stripe.RequestsClient(timeout=(0.1, 0.1)))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(stripe, "api_base", f"http://127.0.0.1:{silent.getsockname()[1]}")
        text = submit(client)
    assert NO_ANSWER in text
    assert Order.objects.get().status == "pending_payment"
