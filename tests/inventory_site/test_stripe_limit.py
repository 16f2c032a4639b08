"""A payment provider, whichever it is, that does not answer is waited for ten seconds in all, and asked once."""

import socket
from time import monotonic

import pytest
import stripe
from django.test import Client
from payments import core
from pytest_django.fixtures import Settings

from backorders.models import Order
from backorders.storefront.checkout import NO_ANSWER
from inventory_site import provider_patience
from inventory_site.provider_patience import PATIENCE
from inventory_site.stripe_provider import StripeProvider
from tests.backorders.test_checkout import cart_with, submit

PROVIDER = f"{StripeProvider.__module__}.{StripeProvider.__qualname__}"


def test_stripe_is_waited_for_ten_seconds_in_all_and_asked_once() -> None:
    assert sum(PATIENCE) == 10
    assert stripe.default_http_client._timeout == (3, 7)  # type: ignore[union-attr]  # noqa: SLF001
    assert stripe.max_network_retries == 0


@pytest.mark.django_db
def test_a_provider_that_never_answers_leaves_the_order_to_be_paid(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PAYMENT_VARIANTS = {"card": (PROVIDER, {"api_key": "sk_test", "endpoint_secret": "whsec"})}
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})
    cart_with(client)
    monkeypatch.setattr(stripe, "default_http_client", stripe.RequestsClient(timeout=(0.1, 0.1)))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(stripe, "api_base", f"http://127.0.0.1:{silent.getsockname()[1]}")
        text = submit(client)
    assert NO_ANSWER in text
    assert Order.objects.get().status == "pending_payment"


@pytest.mark.django_db
def test_a_provider_that_names_no_time_is_waited_for_no_longer(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart_with(client)
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})
    monkeypatch.setattr(provider_patience, "PATIENCE", (0.2, 0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"http://127.0.0.1:{silent.getsockname()[1]}"
        keys = {"client_id": "1", "secret": "2", "endpoint": place}
        settings.PAYMENT_VARIANTS = {"card": ("payments.paypal.PaypalProvider", keys)}
        begun = monotonic()
        text = submit(client)
    assert monotonic() - begun < 5
    assert NO_ANSWER in text
    assert Order.objects.get().status == "pending_payment"
