"""What a provider says twice, late or in the wrong order changes nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payments import PaymentStatus

from backorders.rules.payment import (
    ANSWER_WITHIN,
    FOLLOWS,
    MoneyMoved,
    PaymentMethod,
    PlacedBetween,
    answered_parts,
    ends_at,
    is_unanswered,
    may_follow,
    method_title,
    reminded_when_placed,
)
from catalog.rules.in_force import Configuration, Found
from catalog.rules.sales_settings import CHECK_TITLE
from catalog.rules.scope import Scope

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
STATUSES = [status for status, _ in PaymentStatus.CHOICES]


def test_every_status_of_the_library_is_in_the_table() -> None:
    assert set(FOLLOWS) == set(STATUSES)


@given(st.lists(st.sampled_from(STATUSES)))
def test_captured_money_is_never_forgotten_and_an_answer_counts_once(told: list[str]) -> None:
    now, confirmed, refused = PaymentStatus.WAITING, 0, 0
    for then in told:
        if may_follow(now, then):
            assert now != PaymentStatus.CONFIRMED or then == PaymentStatus.REFUNDED
            now = then
            confirmed += then == PaymentStatus.CONFIRMED
            refused += then in {PaymentStatus.REJECTED, PaymentStatus.CANCELLED}
    assert confirmed <= 1
    assert not confirmed or now in {PaymentStatus.CONFIRMED, PaymentStatus.REFUNDED}
    # Refused again only after an authorisation came and went.
    assert refused <= 1 + told.count(PaymentStatus.PREAUTH)


MONEY = st.decimals(0, 1000, places=2)


@given(amount=st.decimals(-10, 1000, places=2), sums=st.lists(MONEY, max_size=5))
def test_no_more_is_answered_than_was_asked_or_went_back_and_the_oldest_first(
    amount: Decimal, sums: list[Decimal]
) -> None:
    parts = answered_parts(amount, sums)
    assert sum(parts) == min(max(amount, Decimal(0)), sum(sums, Decimal(0)))
    assert all(0 <= part <= each for part, each in zip(parts, sums, strict=True))
    first_short = next((n for n, part in enumerate(parts) if part < sums[n]), len(parts))
    assert not any(parts[first_short + 1 :])


def test_what_went_back_without_a_memo_can_still_be_credited() -> None:
    money = MoneyMoved(Decimal(20), given_back=Decimal(15), uncredited=Decimal(10))
    assert (money.kept, money.creditable) == (5, 15)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("waiting", {"input", "error", "preauth", "confirmed", "rejected", "cancelled"}),
        ("input", {"waiting", "error", "preauth", "confirmed", "rejected", "cancelled"}),
        ("error", {"waiting", "input", "error", "preauth", "confirmed", "rejected", "cancelled"}),
        ("preauth", {"confirmed", "refunded", "rejected", "cancelled"}),
        ("rejected", {"preauth", "confirmed"}),
        ("cancelled", {"preauth", "confirmed"}),
        ("confirmed", {"refunded"}),
        ("refunded", set()),
    ],
)
def test_what_may_become_of_a_payment(now: str, then: set[str]) -> None:
    assert {status for status in STATUSES if may_follow(now, status)} == then


@pytest.mark.parametrize(
    ("begun", "message", "unanswered"),
    [
        (ANSWER_WITHIN, "", False),
        (ANSWER_WITHIN + timedelta(microseconds=1), "", True),
        (timedelta(), "The connection broke", True),
        (None, "", True),
    ],
)
def test_a_refund_is_unanswered_after_five_minutes_or_when_its_asking_broke(
    begun: timedelta | None, message: str, *, unanswered: bool
) -> None:
    assert timedelta(minutes=5) == ANSWER_WITHIN
    begun_at = None if begun is None else NOW - begun
    assert is_unanswered(begun_at=begun_at, message=message, now=NOW) is unanswered


@pytest.mark.parametrize(
    ("lifetime", "days", "first", "last"),
    [("14", "3", 14, 11), ("1.5", "0.5", 1.5, 1), ("1", "0.9999", 1, 0.0001)],
)
def test_a_reminder_goes_between_its_days_and_the_end(lifetime: str, days: str, first: float, last: float) -> None:
    placed = reminded_when_placed(now=NOW, lifetime=Decimal(lifetime), days=Decimal(days))
    assert placed == PlacedBetween(NOW - timedelta(days=first), NOW - timedelta(days=last))


@pytest.mark.parametrize(("lifetime", "days"), [("14", "0"), ("14", "14"), ("14", "15"), ("1000000", "3")])
def test_nobody_is_reminded_by_no_days_by_a_whole_lifetime_or_before_there_were_shops(lifetime: str, days: str) -> None:
    assert reminded_when_placed(now=NOW, lifetime=Decimal(lifetime), days=Decimal(days)) is None


def test_a_lifetime_that_began_before_there_were_shops_has_no_first_order() -> None:
    placed = reminded_when_placed(now=NOW, lifetime=Decimal(1_000_000), days=Decimal(999_999))
    assert placed == PlacedBetween(None, NOW - DAY)


def test_an_order_ends_after_its_lifetime_and_not_beyond_the_calendar() -> None:
    assert ends_at(NOW, Decimal("1.5")) == NOW + 1.5 * DAY
    assert ends_at(NOW, Decimal("99999999.9999")) is None


def test_only_checks_and_money_orders_are_paid_outside_the_shop_and_named_by_the_merchant() -> None:
    here = Configuration({CHECK_TITLE.path: Found("By post", Scope.DEFAULT)})
    told = {method: (method.is_offline, method.label, method_title(method, here)) for method in PaymentMethod}
    assert told == {
        PaymentMethod.CARD: (False, "Credit Card", "Credit Card"),
        PaymentMethod.CHECK_MONEY_ORDER: (True, "Check / Money order", "By post"),
    }
