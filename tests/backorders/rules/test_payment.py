"""What a provider says twice, late or in the wrong order changes nothing."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from payments import PaymentStatus

from backorders.rules.payment import FOLLOWS, MoneyMoved, answered_parts, may_follow

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
