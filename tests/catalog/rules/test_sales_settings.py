"""Days back, as settings say them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.rules.sales_settings import CHECK_SETTINGS, days_before

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE_1970 = Decimal(int(NOW.timestamp())) / 86_400


@pytest.mark.parametrize("days", ["0.5", "1", "30", "20000"])
def test_days_before_a_moment_may_be_halves(days: str) -> None:
    assert days_before(NOW, Decimal(days)) == NOW - timedelta(days=float(days))


@pytest.mark.parametrize("days", [SINCE_1970, Decimal(21_000), Decimal("99999999.9999")])
def test_nothing_of_a_shop_had_begun_before_1970(days: Decimal) -> None:
    assert days_before(NOW, days) is None
    assert days_before(NOW, SINCE_1970 - Decimal("0.0001")) is not None


def test_a_field_of_checks_hides_only_while_checks_are_off_and_not_what_holds_for_orders_that_wait() -> None:
    always = {setting.path.removeprefix("payment/checkmo/") for setting in CHECK_SETTINGS if not setting.shown_when}
    assert always == {"active", "payable_to", "mailing_address", "pending_lifetime", "reminder_days"}
