"""Until when an order waits for its check or money order: its page and its confirmation say what the timer does."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.expire_payments import expire_payments
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.send_again import send_confirmation_again
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order
from catalog.rules.sales_settings import CHECK_LIFETIME
from tests.backorders.outbox import worded
from tests.factories.catalog import configure, default_source, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
PLACED = datetime(2026, 11, 2, 12, tzinfo=UTC)
KEPT = "We keep the order until"
TWO_WEEKS = f"{KEPT} Nov 16, 2026, 12:00 UTC"


@pytest.fixture
def waiting() -> Order:
    bag = product_with_stock(quantity=10, price=Decimal("34.00"), sku="BAG")
    return place_order(lines={bag: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=PLACED)


def page_of(client: Client, order: Order) -> str:
    return page_text(client.get(f"/orders/{order.checkout}/"))


def confirmation_of(order: Order) -> Notification:
    return worded(key=f"order_confirmation:{order.pk}")


def test_page_and_confirmation_say_until_when_a_check_is_waited_for(client: Client, waiting: Order) -> None:
    message = confirmation_of(waiting)
    assert TWO_WEEKS in page_of(client, waiting)
    assert TWO_WEEKS in message.body_text.replace("\n", " ")
    assert "We keep the order until Nov 16, 2026, 12:00 UTC; then it is canceled." in message.body_html


def test_it_is_the_moment_at_which_the_timer_ends_it(client: Client, waiting: Order) -> None:
    configure(CHECK_LIFETIME, "0.5")
    assert f"{KEPT} Nov 3, 2026, 00:00 UTC" in page_of(client, waiting)
    expire_payments(now=datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC))
    assert KEPT in page_of(client, waiting)
    expire_payments(now=datetime(2026, 11, 3, tzinfo=UTC))
    assert "was canceled" in page_of(client, waiting)
    assert KEPT not in page_of(client, waiting)


def test_an_order_on_hold_waits_no_longer_than_others(client: Client, waiting: Order) -> None:
    hold_order(order=waiting, by=None, now=timezone.now())
    assert TWO_WEEKS in page_of(client, waiting)


@pytest.mark.parametrize("how", ["shipped", "invoiced"])
def test_an_order_that_staff_went_on_with_has_no_end(client: Client, waiting: Order, how: str) -> None:
    line = waiting.lines.get()
    if how == "shipped":
        ship_order(
            order=waiting,
            source=default_source(),
            units={line: Decimal(1)},
            key="one",
            unpaid_confirmed=True,
            by=None,
            now=timezone.now(),
        )
    else:
        invoice_order(order=waiting, units={line: Decimal(1)}, by=None, now=timezone.now())
    again = send_confirmation_again(order=waiting, key="again", by=None, now=timezone.now())
    assert "Please send your check" in page_of(client, waiting)
    assert KEPT not in page_of(client, waiting)
    assert KEPT not in again.body_text
