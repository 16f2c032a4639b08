"""Who asks for the card."""

import pytest
from payments import core
from pytest_django.fixtures import Settings

from backorders.queries.payment import payment_asks_for_card


def test_the_demo_provider_takes_the_card_from_our_pages() -> None:
    assert payment_asks_for_card()


def test_a_provider_with_a_page_of_its_own_asks_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})
    settings.PAYMENT_VARIANTS = {"card": ("payments.dummy.DummyProvider", {})}
    assert not payment_asks_for_card()
