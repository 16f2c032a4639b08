"""Who asks for the card, and how long an unpaid check is waited for."""

from datetime import UTC, datetime, timedelta

import pytest
from payments import core
from pytest_django.fixtures import Settings

from backorders.models import Order, OrderLine
from backorders.queries.payment import check_held_until, payment_asks_for_card
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import CHECK_LIFETIME
from tests.factories.catalog import configure


def test_the_demo_provider_takes_the_card_from_our_pages() -> None:
    assert payment_asks_for_card()


def test_a_provider_with_a_page_of_its_own_asks_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})
    settings.PAYMENT_VARIANTS = {"card": ("payments.dummy.DummyProvider", {})}
    assert not payment_asks_for_card()


@pytest.mark.django_db
@pytest.mark.parametrize(("shipped", "is_held"), [((0, 0), True), ((0, 1), False), ((1, 1), False)])
@pytest.mark.parametrize(("status", "waits"), [("pending_payment", True), ("processing", False)])
def test_an_order_by_check_ends_unless_it_is_paid_or_any_of_it_has_left(
    shipped: tuple[int, int], status: str, *, is_held: bool, waits: bool
) -> None:
    placed = datetime(2026, 11, 2, 12, tzinfo=UTC)
    configure(CHECK_LIFETIME, 3)
    configuration = ConfigurationValue.objects.in_force()
    lines = [OrderLine(shipped=units) for units in shipped]
    found = check_held_until(Order(status=status, placed_at=placed), lines, configuration)
    assert found == (placed + timedelta(days=3) if is_held and waits else None)
