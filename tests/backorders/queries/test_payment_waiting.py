"""Which orders wait for their money, how long they may, and whom their shoppers pay."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backorders.models import Notification, Order, Payment
from backorders.queries.payment import (
    REMINDED,
    UnpaidChecks,
    check_held_until,
    checks_to_remind,
    held_until,
    how_to_pay,
    moment,
    order_to_pay,
    unpaid_checks,
    unpaid_orders,
)
from catalog.models import ConfigurationValue, Stock
from catalog.rules.sales_settings import (
    CHECK_LIFETIME,
    CHECK_PAYABLE_TO,
    CHECK_REMINDER,
    CHECK_SEND_TO,
    DELETE_PENDING_AFTER,
)
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import WebsiteFactory, configure, default_website

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOUR = 60 * MINUTE


def waiting(age: timedelta, variant: str = "checkmo", *, shipped: int = 0, **fields: Any) -> Order:
    """Return an order of that age that nobody has paid."""
    order = OrderFactory.create(**{"status": "pending_payment", "placed_at": NOW - age, **fields})
    OrderLineFactory.create(order=order, ordered=Decimal(2), shipped=Decimal(shipped))
    Payment.objects.create(order=order, variant=variant, currency="USD", total=order.total)
    return order


def test_an_order_by_card_has_minutes_and_one_by_check_has_days() -> None:
    late_check, late_card = waiting(14 * DAY), waiting(8 * HOUR, "card")
    waiting(14 * DAY - MINUTE), waiting(8 * HOUR - MINUTE, "card")
    assert list(unpaid_orders(now=NOW)) == [(late_card.pk, "480 minutes"), (late_check.pk, "14 days")]


def test_the_oldest_unpaid_order_comes_first() -> None:
    ages = (9, 11, 10)
    orders = {age: waiting(age * HOUR, "card") for age in ages}
    assert [pk for pk, _ in unpaid_orders(now=NOW)] == [orders[age].pk for age in sorted(ages, reverse=True)]
    checks = {age: waiting(age * 2 * DAY) for age in ages}
    assert [pk for pk, _ in unpaid_orders(now=NOW)][3:] == [checks[age].pk for age in sorted(ages, reverse=True)]


@pytest.mark.parametrize("variant", ["card", "checkmo"])
def test_an_order_on_hold_waits_for_its_payment_like_any_other(variant: str) -> None:
    order = waiting(20 * DAY, variant, status="holded", held_from="pending_payment")
    waiting(20 * DAY, variant, status="holded", held_from="processing")
    waiting(20 * DAY, variant, status="processing")
    assert [pk for pk, _ in unpaid_orders(now=NOW)] == [order.pk]


def test_staff_who_ship_before_the_check_came_have_decided_to_wait() -> None:
    waiting(20 * DAY, shipped=1)
    card = waiting(20 * DAY, "card", shipped=1)
    assert [pk for pk, _ in unpaid_orders(now=NOW)] == [card.pk]


def test_each_website_has_its_own_lifetimes() -> None:
    other = WebsiteFactory.create()
    configure(DELETE_PENDING_AFTER, 30, other)
    configure(CHECK_LIFETIME, "1.5", other)
    card, check = waiting(HOUR, "card", website=other), waiting(2 * DAY, website=other)
    waiting(HOUR, "card"), waiting(2 * DAY)
    assert list(unpaid_orders(now=NOW)) == [(card.pk, "30 minutes"), (check.pk, "1.5 days")]


def test_a_lifetime_longer_than_the_calendar_ends_nothing_and_hides_no_card() -> None:
    configure(CHECK_LIFETIME, 10**7)
    waiting(900 * DAY)
    card = waiting(900 * DAY, "card")
    assert [pk for pk, _ in unpaid_orders(now=NOW)] == [card.pk]
    assert list(checks_to_remind(now=NOW)) == []


def test_a_check_is_reminded_from_three_days_before_its_end_and_until_then() -> None:
    first, last = waiting(11 * DAY), waiting(14 * DAY - MINUTE)
    waiting(11 * DAY - MINUTE), waiting(14 * DAY), waiting(12 * DAY, "card"), waiting(12 * DAY, shipped=1)
    waiting(12 * DAY, status="processing")
    assert list(checks_to_remind(now=NOW)) == [last.pk, first.pk]


def test_a_check_order_on_hold_is_reminded_too_and_each_order_once() -> None:
    told, held = waiting(12 * DAY), waiting(12 * DAY, status="holded", held_from="pending_payment")
    Notification.objects.create(key=f"{REMINDED}{told.pk}", recipient=told.email, subject="Reminder", body_text="Pay.")
    assert list(checks_to_remind(now=NOW)) == [held.pk]


def test_a_website_that_reminds_nobody_keeps_no_other_from_reminding() -> None:
    configure(CHECK_REMINDER, 0)
    other = WebsiteFactory.create()
    configure(CHECK_REMINDER, 3, other)
    waiting(12 * DAY)
    order = waiting(12 * DAY, website=other)
    assert list(checks_to_remind(now=NOW)) == [order.pk]


@pytest.mark.parametrize(
    ("variant", "status", "is_due"),
    [("card", "pending_payment", True), ("checkmo", "pending_payment", False), ("card", "processing", False)],
)
def test_only_an_unpaid_order_by_card_is_to_be_paid_on_its_page(variant: str, status: str, *, is_due: bool) -> None:
    order = waiting(MINUTE, variant, status=status)
    waiting(MINUTE, "card")
    assert order_to_pay(order.checkout) == (order if is_due else None)


def test_units_are_held_for_the_minutes_of_the_website() -> None:
    configure(DELETE_PENDING_AFTER, 90)
    order = waiting(MINUTE, "card")
    until = held_until(order, ConfigurationValue.objects.in_force(website=order.website))
    assert until == order.placed_at + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("fields", "shipped", "ends"),
    [
        ({}, 0, True),
        ({"status": "holded", "held_from": "pending_payment"}, 0, True),
        ({"status": "holded", "held_from": "processing"}, 0, False),
        ({"status": "processing"}, 0, False),
        ({}, 1, False),
    ],
)
def test_page_and_expiry_agree_whether_a_check_order_ends(fields: dict[str, Any], shipped: int, *, ends: bool) -> None:
    order = waiting(DAY, shipped=shipped, **fields)
    until = check_held_until(order, order.lines.all(), ConfigurationValue.objects.in_force(website=order.website))
    assert until == (order.placed_at + 14 * DAY if ends else None)
    assert [pk for pk, _ in unpaid_orders(now=order.placed_at + 14 * DAY)] == ([order.pk] if ends else [])


def test_a_moment_is_told_by_the_clocks_of_the_shop() -> None:
    assert moment(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "Nov 2, 2026, 09:05 UTC"
    assert moment(None) == ""


def unwritten(**fields: Any) -> Order:
    return Order(
        website=default_website(), stock=Stock.objects.default(), email="ada@example.org", network="n1", **fields
    )


def test_unpaid_checks_are_counted_by_email_address_and_by_network() -> None:
    waiting(DAY, email="ADA@example.org", network="n2")
    waiting(DAY, email="ada@example.org", network="n1", status="holded", held_from="pending_payment")
    waiting(DAY, email="bob@example.org", network="n1")
    waiting(DAY, email="cara@example.org", network="n3")
    assert unpaid_checks(unwritten()) == UnpaidChecks(of_email=2, of_network=2)


def test_what_is_paid_by_card_elsewhere_or_already_counts_as_no_unpaid_check() -> None:
    same: dict[str, Any] = {"email": "ada@example.org", "network": "n1"}
    waiting(DAY, "card", **same)
    waiting(DAY, status="processing", **same)
    waiting(DAY, website=WebsiteFactory.create(), **same)
    again = waiting(DAY, **same)
    assert unpaid_checks(unwritten(checkout=again.checkout)) == UnpaidChecks(of_email=0, of_network=0)


@pytest.mark.parametrize(
    ("payable_to", "send_to", "where"),
    [
        ("Salable Ltd", "12 Quay Street\nBristol", ", payable to Salable Ltd, to 12 Quay Street, Bristol"),
        ("Salable Ltd", "", ", payable to Salable Ltd"),
        ("", "12 Quay Street", ", to 12 Quay Street"),
        ("", "", ""),
    ],
)
def test_where_a_check_goes_follows_the_amount(payable_to: str, send_to: str, where: str) -> None:
    configure(CHECK_PAYABLE_TO, payable_to)
    configure(CHECK_SEND_TO, send_to)
    assert how_to_pay(ConfigurationValue.objects.in_force(website=default_website())).where == where
