"""Unpaid checks of one address or network are counted by one shopper at a time, and by none where nothing limits them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backorders.actions.steps.unpaid_checks import refuse_too_many_checks
from backorders.models import Order
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import CHECK_MOST_OPEN, CHECK_MOST_OPEN_AT_NETWORK
from tests.factories.catalog import configure, default_website


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("network", "of_email", "of_network", "waits"),
    [
        ("10.0.0.0/24", 3, 0, True),
        ("10.0.0.0/24", 0, 3, True),
        ("10.0.0.0/24", 0, 0, False),
        ("", 3, 3, False),
    ],
)
def test_unpaid_checks_are_counted_under_a_gate(network: str, of_email: int, of_network: int, *, waits: bool) -> None:
    configure(CHECK_MOST_OPEN, of_email)
    configure(CHECK_MOST_OPEN_AT_NETWORK, of_network)
    placed_at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    order = Order(email="ada@example.org", network=network, website=default_website(), placed_at=placed_at)
    with CaptureQueriesContext(connection) as captured:
        refuse_too_many_checks(order, configuration=ConfigurationValue.objects.in_force())
    assert any("pg_advisory_xact_lock" in query["sql"] for query in captured) is waits
