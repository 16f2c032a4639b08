"""A payment provider, whichever it is, that does not answer is waited for ten seconds in all, and asked once."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from time import monotonic

import pytest
import requests
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


@pytest.mark.parametrize(
    "said_at_once", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"], ids=["head", "body"]
)
def test_a_provider_that_sends_byte_after_byte_is_waited_for_no_longer(said_at_once: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as provider:
        is_over = Event()
        provider.submit(trickle, server, said_at_once, is_over)
        begun = monotonic()
        with pytest.raises(requests.RequestException):
            requests.get(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=(0.5, 0.5))
        is_over.set()
    assert monotonic() - begun < 5


def trickle(server: socket.socket, said_at_once: bytes, is_over: Event) -> None:
    """Answer one request, a byte each tenth of a second, for ten seconds at least."""
    connection, _ = server.accept()
    with connection, suppress(OSError):
        connection.recv(65536)
        connection.sendall(said_at_once)
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100:
            if is_over.wait(0.1):
                return
            connection.sendall(bytes([byte]))


def test_an_answer_in_time_comes_whole() -> None:
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as provider:
        provider.submit(trickle, server, said, Event())
        answer = requests.get(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=(5, 5))
    assert (answer.status_code, len(answer.content)) == (200, 100_000)
