"""Stripe by settings."""

import os
import subprocess
import sys

import pytest

from tests.inventory_site.postgres_user import ROOT

ASKS = """
from inventory_site import settings
print(settings.PAYMENT_VARIANTS["card"][0].rsplit(".", 1)[1], *settings.SECURE_CSP["form-action"])
"""


def card_provider(**environment: str) -> subprocess.CompletedProcess[str]:
    known = {"STRIPE_API_KEY": "", "STRIPE_ENDPOINT_SECRET": ""}
    return subprocess.run(
        [sys.executable, "-c", ASKS],
        cwd=ROOT,
        env={**os.environ, **known, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "DemoCardProvider 'self'"),
        (
            {"STRIPE_API_KEY": "sk_1", "STRIPE_ENDPOINT_SECRET": "whsec_1"},
            "StripeProvider 'self' https://checkout.stripe.com",
        ),
        (
            {
                "STRIPE_API_KEY": "sk_1",
                "STRIPE_ENDPOINT_SECRET": "whsec_1",
                "PAYMENT_PAGES": "https://pay.example.org",
            },
            "StripeProvider 'self' https://pay.example.org",
        ),
    ],
)
def test_cards_are_paid_at_stripe_as_soon_as_its_key_is_set(environment: dict[str, str], expected: str) -> None:
    assert card_provider(**environment).stdout.strip() == expected


def test_stripe_without_the_secret_of_its_messages_does_not_start() -> None:
    refused = card_provider(STRIPE_API_KEY="sk_1")
    assert refused.returncode != 0
    assert "STRIPE_ENDPOINT_SECRET" in refused.stderr


@pytest.mark.parametrize(("port", "host"), [("8001", "localhost:8001"), ("", "localhost:8000")])
def test_links_in_the_mails_of_a_demo_lead_to_its_own_port(port: str, host: str) -> None:
    """`make demo PORT=8001` loads its orders, and writes their mails, before it starts a process."""
    asked = "from inventory_site import settings; print(settings.PAYMENT_HOST)"
    environment = {name: value for name, value in os.environ.items() if name != "PAYMENT_HOST"}
    told = subprocess.check_output([sys.executable, "-c", asked], cwd=ROOT, env=environment | {"PORT": port}, text=True)
    assert told.strip() == host
